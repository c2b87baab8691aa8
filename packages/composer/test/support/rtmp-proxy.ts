import { connect, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';

/** Stands between a publisher and an RTMP server: by TLS, or to stop reading in the middle. */
export class RtmpProxy {
	readonly #server: Server;
	/** Publishers, and for each the connection to the server. */
	readonly #pairs = new Map<Socket, Socket>();
	readonly #frozen = new Set<Socket>();
	/** Connections to the server whose publisher is gone. */
	readonly #stranded = new Set<Socket>();

	private constructor(target: number, certificate: { key: Buffer; cert: Buffer } | undefined) {
		const serve = (from: Socket) => {
			const to = connect(target, '127.0.0.1');
			this.#pairs.set(from, to);
			from.pipe(to).pipe(from);
			for (const socket of [from, to]) {
				socket.on('error', () => {});
				socket.once('close', () => {
					// A frozen publisher does not hear that the server has gone.
					if (!this.#pairs.delete(from)) return;
					from.destroy();
					to.destroy();
				});
			}
		};
		this.#server = certificate ? createTlsServer(certificate, serve) : createServer(serve);
	}

	/** @param target port of the server @param certificate makes it speak TLS */
	static async create(target: number, certificate?: { key: Buffer; cert: Buffer }): Promise<RtmpProxy> {
		const proxy = new RtmpProxy(target, certificate);
		await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
		return proxy;
	}

	get port(): number {
		const address = this.#server.address();
		if (address === null || typeof address === 'string') throw new Error('not listening');
		return address.port;
	}

	/** Reads no more on the connections there are, which the server forgets; new ones work. */
	freeze(): void {
		for (const [from, to] of this.#pairs) {
			this.#pairs.delete(from);
			this.#frozen.add(from);
			from.unpipe(to);
			to.unpipe(from);
			from.pause();
			to.destroy();
		}
	}

	/** Ends the connections there are; new ones work. */
	cut(): void {
		for (const from of [...this.#pairs.keys()]) from.destroy();
	}

	/** Ends the connections there are as a network does that goes away: publishers notice, the server does not. */
	strand(): void {
		for (const [from, to] of this.#pairs) {
			this.#pairs.delete(from);
			this.#stranded.add(to);
			from.unpipe(to);
			to.unpipe(from);
			to.resume();
			from.destroy();
		}
	}

	close(): void {
		this.#server.close();
		for (const socket of [...this.#pairs.keys(), ...this.#pairs.values(), ...this.#frozen, ...this.#stranded])
			socket.destroy();
	}
}
