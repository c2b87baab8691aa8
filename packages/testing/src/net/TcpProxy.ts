import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

export interface TcpProxyOptions {
	/** Where it listens; default: loopback. */
	readonly address?: string;
	/** Default: a free one. */
	readonly port?: number;
	/** Host of the target; default: loopback. */
	readonly host?: string;
}

/** A TCP proxy whose connections can be cut: a network that breaks. */
export class TcpProxy {
	readonly port: number;
	readonly #server: Server;
	readonly #sockets: Set<Socket>;
	#open = true;

	private constructor(server: Server, sockets: Set<Socket>) {
		this.port = (server.address() as AddressInfo).port;
		this.#server = server;
		this.#sockets = sockets;
	}

	/** @param target port that it forwards to */
	static async create(target: number, options: TcpProxyOptions = {}): Promise<TcpProxy> {
		const { address = '127.0.0.1', port = 0, host = '127.0.0.1' } = options;
		const sockets = new Set<Socket>();
		let proxy: TcpProxy | undefined;
		const server = createServer((client) => {
			if (proxy === undefined || !proxy.#open) {
				client.resetAndDestroy();
				return;
			}
			const upstream = connect(target, host);
			for (const socket of [client, upstream]) {
				sockets.add(socket);
				socket.on('error', () => socket.destroy());
				socket.once('close', () => sockets.delete(socket));
			}
			client.pipe(upstream).pipe(client);
			client.once('close', () => upstream.destroy());
			upstream.once('close', () => client.destroy());
		});
		await once(server.listen(port, address), 'listening');
		proxy = new TcpProxy(server, sockets);
		return proxy;
	}

	/** Breaks every connection, and each new one at once, until `restore()`. */
	cut(): void {
		this.#open = false;
		for (const socket of this.#sockets) socket.resetAndDestroy();
	}

	restore(): void {
		this.#open = true;
	}

	async close(): Promise<void> {
		this.cut();
		await new Promise((resolve) => this.#server.close(resolve));
	}
}
