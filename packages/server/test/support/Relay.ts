import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A TCP relay in front of a server, whose wire can be cut. */
export class Relay {
	readonly #target: { readonly host: string; readonly port: number };
	readonly #sockets = new Set<Socket>();
	#server: Server | undefined;
	#port = 0;

	private constructor(target: { host: string; port: number }) {
		this.#target = target;
	}

	static async create(target: { host: string; port: number }): Promise<Relay> {
		const relay = new Relay(target);
		await relay.open();
		return relay;
	}

	get port(): number {
		return this.#port;
	}

	/** Takes connections, on the port of before. */
	async open(): Promise<void> {
		if (this.#server !== undefined) return;
		const server = createServer((near) => {
			const far = connect(this.#target);
			for (const socket of [near, far]) {
				this.#sockets.add(socket);
				socket.on('error', () => {});
				socket.on('close', () => {
					this.#sockets.delete(socket);
					near.destroy();
					far.destroy();
				});
			}
			near.pipe(far).pipe(near);
		});
		await once(server.listen(this.#port, '127.0.0.1'), 'listening');
		this.#port = (server.address() as AddressInfo).port;
		this.#server = server;
	}

	/** Breaks every connection and refuses others. */
	async cut(): Promise<void> {
		const server = this.#server;
		this.#server = undefined;
		for (const socket of this.#sockets) socket.resetAndDestroy();
		if (server !== undefined) await new Promise((resolve) => server.close(resolve));
	}
}
