import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type LookupFunction, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** A destination that a page may reach. */
export interface AllowedDestination {
	readonly host: string;
	readonly port: number;
	/** The checked addresses of the host; what DNS says when missing. */
	readonly lookup?: LookupFunction;
}

/** What may not be said twice on two connections (RFC 9110, section 7.6.1). */
const HOP_BY_HOP = ['proxy-connection', 'proxy-authorization', 'connection', 'keep-alive'];

/**
 * The only way out for a browser: a proxy on loopback that knows a few destinations. It resolves names on its own, so
 * that what was checked is what is reached.
 */
export class TemplateProxy {
	readonly #server: Server;
	readonly #destinations: AllowedDestination[];
	readonly #sockets = new Set<Duplex>();

	private constructor(server: Server, destinations: readonly AllowedDestination[]) {
		this.#server = server;
		this.#destinations = [...destinations];
		server.on('request', (message, reply) => this.#forward(message, reply));
		server.on('connect', (message, socket, head) => this.#tunnel(message, socket as Socket, head));
		server.on('connection', (socket) => this.#keep(socket));
	}

	static async listen(destinations: readonly AllowedDestination[]): Promise<TemplateProxy> {
		const server = createServer();
		const proxy = new TemplateProxy(server, destinations);
		await new Promise<void>((resolve, reject) => {
			server.once('error', reject);
			server.listen(0, '127.0.0.1', resolve);
		});
		return proxy;
	}

	get port(): number {
		return (this.#server.address() as AddressInfo).port;
	}

	/** Lets it through to more destinations. */
	allow(destinations: readonly AllowedDestination[]): void {
		this.#destinations.push(...destinations);
	}

	/** Ends every connection through it. */
	close(): void {
		this.#server.close();
		for (const socket of this.#sockets) socket.destroy();
	}

	/** `https:`, `wss:` and `ws:`: bytes in both directions. */
	#tunnel(message: IncomingMessage, socket: Socket, head: Buffer): void {
		socket.on('error', () => socket.destroy());
		const url = `http://${message.url ?? ''}`;
		// Without a port in a URL it is 80, which a browser leaves out nowhere in a CONNECT.
		const destination = URL.canParse(url) ? this.#destination(new URL(url), 80) : undefined;
		if (destination === undefined) {
			socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
			return;
		}
		const out = connect(destination);
		this.#keep(out);
		out.once('connect', () => {
			socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
			out.write(head);
			out.pipe(socket).pipe(out);
		});
		out.on('error', () => socket.destroy());
		out.on('close', () => socket.destroy());
		socket.on('close', () => out.destroy());
	}

	/** `http:`: one request after the other. */
	#forward(message: IncomingMessage, reply: ServerResponse): void {
		const url = URL.canParse(message.url ?? '') ? new URL(message.url ?? '') : undefined;
		const destination = url?.protocol === 'http:' ? this.#destination(url, 80) : undefined;
		if (url === undefined || destination === undefined) {
			reply.writeHead(403).end();
			return;
		}
		const headers = Object.fromEntries(Object.entries(message.headers).filter(([name]) => !HOP_BY_HOP.includes(name)));
		const out = request(
			{ ...destination, method: message.method, path: `${url.pathname}${url.search}`, headers, setHost: false },
			(answer) => {
				reply.writeHead(answer.statusCode ?? 502, answer.headers);
				answer.pipe(reply);
				answer.on('error', () => reply.destroy());
			},
		);
		out.on('error', () => (reply.headersSent ? reply.destroy() : reply.writeHead(502).end()));
		reply.on('close', () => out.destroy());
		message.pipe(out);
	}

	#destination({ hostname, port }: URL, defaultPort: number): AllowedDestination | undefined {
		const host = hostname.replace(/^\[|\]$/g, '');
		const wanted = port === '' ? defaultPort : Number(port);
		return this.#destinations.find((destination) => destination.host === host && destination.port === wanted);
	}

	#keep(socket: Duplex): void {
		this.#sockets.add(socket);
		socket.once('close', () => this.#sockets.delete(socket));
	}
}

/** The destination of a URL. */
export function destinationOf({ hostname, port, protocol }: URL, lookup?: LookupFunction): AllowedDestination {
	const destination = {
		host: hostname.replace(/^\[|\]$/g, ''),
		port: Number(port) || (protocol === 'https:' ? 443 : 80),
	};
	return lookup === undefined ? destination : { ...destination, lookup };
}
