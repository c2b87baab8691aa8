import { WebSocket } from 'ws';

/** `NODE_OPTIONS` of a process that an `Inspector` is to be attached to. */
export const INSPECTED = '--inspect=127.0.0.1:0';

/** What Node.js writes to standard error because of them. */
export const INSPECTOR_LINES = /^(Debugger (listening|attached|ending)|For help, see: https:\/\/nodejs\.org).*$/;

/** Looks into the heap of another process, by the DevTools protocol. */
export class Inspector {
	readonly #socket: WebSocket;
	readonly #waiting = new Map<number, (result: Record<string, number>) => void>();
	#id = 0;

	private constructor(socket: WebSocket) {
		this.#socket = socket;
		socket.on('message', (text) => {
			const { id, result } = JSON.parse(text.toString());
			this.#waiting.get(id)?.(result);
			this.#waiting.delete(id);
		});
	}

	/** @param stderr what the process wrote to standard error */
	static async attach(stderr: string): Promise<Inspector> {
		const [, url] = /Debugger listening on (ws:\S+)/.exec(stderr) ?? [];
		if (url === undefined) throw new Error(`no inspector: ${stderr}`);
		const socket = new WebSocket(url);
		await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
		return new Inspector(socket);
	}

	/** Bytes that are in use after everything that is not was collected. */
	async liveHeap(): Promise<number> {
		await this.#call('HeapProfiler.enable');
		// What finalizers let go of is collected by the next one.
		for (let i = 0; i < 3; i++) await this.#call('HeapProfiler.collectGarbage');
		const { usedSize = 0, backingStorageSize = 0 } = await this.#call('Runtime.getHeapUsage');
		await this.#call('HeapProfiler.disable');
		return usedSize + backingStorageSize;
	}

	close(): void {
		this.#socket.close();
	}

	#call(method: string): Promise<Record<string, number>> {
		const id = ++this.#id;
		const result = new Promise<Record<string, number>>((resolve) => this.#waiting.set(id, resolve));
		this.#socket.send(JSON.stringify({ id, method }));
		return result;
	}
}
