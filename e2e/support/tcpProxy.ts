import { connect, createServer, type Server, type Socket } from 'node:net';

/** A TCP proxy whose connections can be cut: a network that breaks. */
export class TcpProxy {
	readonly port: number;
	readonly #server: Server;
	readonly #sockets: Set<Socket>;
	#open = true;

	private constructor(server: Server, port: number, sockets: Set<Socket>) {
		this.#server = server;
		this.port = port;
		this.#sockets = sockets;
	}

	/** Forwards a port, one that is free unless it is given, to `target` on 127.0.0.1. */
	static async start(target: number, { address = '127.0.0.1', port = 0 } = {}): Promise<TcpProxy> {
		const sockets = new Set<Socket>();
		let proxy: TcpProxy | undefined;
		const server = createServer((client) => {
			if (proxy === undefined || !proxy.#open) {
				client.destroy();
				return;
			}
			const upstream = connect(target, '127.0.0.1');
			for (const socket of [client, upstream]) {
				sockets.add(socket);
				socket.on('error', () => socket.destroy());
				socket.once('close', () => sockets.delete(socket));
			}
			client.pipe(upstream).pipe(client);
			client.once('close', () => upstream.destroy());
			upstream.once('close', () => client.destroy());
		});
		await new Promise<void>((resolve) => server.listen(port, address, resolve));
		const bound = server.address();
		if (bound === null || typeof bound === 'string') throw new Error('no port');
		proxy = new TcpProxy(server, bound.port, sockets);
		return proxy;
	}

	/** Cuts everything and lets nothing through until `restore()`. */
	cut(): void {
		this.#open = false;
		for (const socket of this.#sockets) socket.destroy();
	}

	restore(): void {
		this.#open = true;
	}

	async stop(): Promise<void> {
		this.cut();
		await new Promise((resolve) => this.#server.close(resolve));
	}
}
