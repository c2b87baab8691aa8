/** A signalling connection without the SDK: what a client that does not play by the rules would send. */
export class RawSignalling {
	readonly #socket: WebSocket;
	readonly #replies = new Map<number, (reply: RawReply) => void>();
	#nextId = 1;

	private constructor(socket: WebSocket) {
		this.#socket = socket;
		socket.addEventListener('message', ({ data }) => {
			const message = JSON.parse(String(data)) as RawReply & { event?: string };
			if (message.event === undefined) this.#replies.get(message.id)?.(message);
		});
	}

	static async connect(url: string): Promise<RawSignalling> {
		const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/signalling`, 'roomcast.v1');
		const connection = new RawSignalling(socket);
		await new Promise<void>((resolve, reject) => {
			socket.addEventListener('open', () => resolve(), { once: true });
			socket.addEventListener('error', () => reject(new Error(`no connection to ${url}`)), { once: true });
		});
		return connection;
	}

	/** The reply, or `closed` when the server ended the connection instead. */
	request(method: string, data: unknown = {}): Promise<RawReply | 'closed'> {
		const id = this.#nextId++;
		if (this.#socket.readyState !== WebSocket.OPEN) return Promise.resolve('closed');
		return new Promise((resolve) => {
			this.#replies.set(id, resolve);
			this.#socket.addEventListener('close', () => resolve('closed'), { once: true });
			this.#socket.send(JSON.stringify({ id, method, data }));
		});
	}

	close(): void {
		this.#socket.close();
	}
}

export interface RawReply {
	readonly id: number;
	readonly data?: Record<string, unknown>;
	readonly error?: { readonly code: number; readonly name: string };
}
