import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type LookupFunction, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** A place that a page may reach. */
export interface AllowedPlace {
	readonly host: string;
	readonly port: number;
	/** The checked addresses of the host; what DNS says when missing. */
	readonly lookup?: LookupFunction;
}

/** What may not be said twice on two connections (RFC 9110, section 7.6.1). */
const HOP_BY_HOP = ['proxy-connection', 'proxy-authorization', 'connection', 'keep-alive'];

/**
 * The only way out for a browser: a proxy on loopback that knows a few places. It resolves names by itself, so that what
 * was checked is what is reached.
 */
export class TemplateProxy {
	readonly #server: Server;
	readonly #places: AllowedPlace[];
	readonly #sockets = new Set<Duplex>();

	private constructor(server: Server, places: readonly AllowedPlace[]) {
		this.#server = server;
		this.#places = [...places];
		server.on('request', (message, reply) => this.#forward(message, reply));
		server.on('connect', (message, socket, head) => this.#tunnel(message, socket as Socket, head));
		server.on('connection', (socket) => this.#keep(socket));
	}

	static async listen(places: readonly AllowedPlace[]): Promise<TemplateProxy> {
		const server = createServer();
		const proxy = new TemplateProxy(server, places);
		await new Promise<void>((resolve, reject) => {
			server.once('error', reject);
			server.listen(0, '127.0.0.1', resolve);
		});
		return proxy;
	}

	get port(): number {
		return (this.#server.address() as AddressInfo).port;
	}

	/** Lets it through to more places. */
	allow(places: readonly AllowedPlace[]): void {
		this.#places.push(...places);
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
		const place = URL.canParse(url) ? this.#place(new URL(url), 80) : undefined;
		if (place === undefined) {
			socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
			return;
		}
		const out = connect(place);
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
		const place = url?.protocol === 'http:' ? this.#place(url, 80) : undefined;
		if (url === undefined || place === undefined) {
			reply.writeHead(403).end();
			return;
		}
		const headers = Object.fromEntries(Object.entries(message.headers).filter(([name]) => !HOP_BY_HOP.includes(name)));
		const out = request(
			{ ...place, method: message.method, path: `${url.pathname}${url.search}`, headers, setHost: false },
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

	#place({ hostname, port }: URL, defaultPort: number): AllowedPlace | undefined {
		const host = hostname.replace(/^\[|\]$/g, '');
		const wanted = port === '' ? defaultPort : Number(port);
		return this.#places.find((place) => place.host === host && place.port === wanted);
	}

	#keep(socket: Duplex): void {
		this.#sockets.add(socket);
		socket.once('close', () => this.#sockets.delete(socket));
	}
}

/** The place of a URL. */
export function placeOf({ hostname, port, protocol }: URL, lookup?: LookupFunction): AllowedPlace {
	const place = { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) || (protocol === 'https:' ? 443 : 80) };
	return lookup === undefined ? place : { ...place, lookup };
}
