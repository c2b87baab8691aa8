import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { ErrorInfo } from '@roomcast/contract/signalling/envelope';
import type { NotificationData, NotificationName } from '@roomcast/contract/signalling/notifications';
import {
	REQUESTS,
	type RequestData,
	type RequestName,
	type RequestReply,
} from '@roomcast/contract/signalling/requests';
import { Check } from 'typebox/schema';
import { type WebSocket, WebSocketServer } from 'ws';

/** What arrived. */
export interface Received {
	readonly id: number;
	readonly method: RequestName;
	readonly data: unknown;
	/** Which connection it came on, from 0. */
	readonly connection: number;
}

type Answer<N extends RequestName> = RequestReply<N> | 'no answer';
type Handler<N extends RequestName> = (data: RequestData<N>) => Answer<N> | Promise<Answer<N>>;

/** An error that a handler throws to refuse a request. */
export class Refusal extends Error {
	readonly info: ErrorInfo;
	constructor(code: number, name: string, retryAfter?: number, more: Pick<ErrorInfo, 'reasonCode'> = {}) {
		super(name);
		const wait = retryAfter === undefined ? {} : { retryAfter };
		this.info = { code, name, message: name, hint: '', ...wait, ...more };
	}
}

/**
 * A signalling server for tests: a real WebSocket on loopback whose answers the test decides. A request that does not
 * fit the contract ends in `problems`.
 */
export class FakeServer {
	readonly received: Received[] = [];
	readonly problems: string[] = [];
	pingInterval = 60_000;
	/** What is welcomed with; null: nothing is said. */
	welcome: Omit<NotificationData<'welcome'>, 'pingInterval'> | null = { version: 'test', routerRtpCapabilities: {} };
	readonly #server: WebSocketServer;
	readonly #handlers = new Map<RequestName, (data: never) => unknown>();
	#sockets: WebSocket[] = [];
	#seq = 0;

	private constructor(server: WebSocketServer) {
		this.#server = server;
		server.on('connection', (socket) => this.#accept(socket));
	}

	/** @param url where it has to be; else a place of its own, to which no client of another comes back */
	static async create(url?: string): Promise<FakeServer> {
		const { port, pathname: path } = new URL(url ?? `ws://127.0.0.1:0/${randomUUID()}/signalling`);
		const server = new WebSocketServer({ host: '127.0.0.1', port: Number(port), path });
		await once(server, 'listening');
		return new FakeServer(server);
	}

	get port(): number {
		return (this.#server.address() as AddressInfo).port;
	}

	get url(): string {
		return `ws://127.0.0.1:${this.port}${this.#server.options.path}`;
	}

	/** How many connections there were. */
	get connections(): number {
		return this.#sockets.length;
	}

	on<N extends RequestName>(method: N, handler: Handler<N>): void {
		this.#handlers.set(method, handler);
	}

	/** How a request is answered now. */
	handler<N extends RequestName>(method: N): Handler<N> {
		return (this.#handlers.get(method) ?? (() => ({}))) as unknown as Handler<N>;
	}

	/** Requests of one kind, in order. */
	requests<N extends RequestName>(method: N): { id: number; connection: number; data: RequestData<N> }[] {
		return this.received.filter((one) => one.method === method) as never;
	}

	/** Sends a numbered notification on the last connection (or only numbers it, when there is none). */
	notify<N extends NotificationName>(event: N, data: NotificationData<N>, seq = ++this.#seq): string {
		const text = JSON.stringify({ event, seq, data });
		this.send(text);
		return text;
	}

	/** Sends a text on the last connection. */
	send(text: string): void {
		this.#sockets.at(-1)?.send(text);
	}

	/** A new session: numbers start again. */
	resetNumbers(): void {
		this.#seq = 0;
	}

	/** Breaks every connection without a word. */
	cut(): void {
		for (const socket of this.#sockets) socket.terminate();
	}

	async close(): Promise<void> {
		this.cut();
		this.#server.close();
		await once(this.#server, 'close');
	}

	#accept(socket: WebSocket): void {
		const connection = this.#sockets.push(socket) - 1;
		if (this.welcome)
			socket.send(
				JSON.stringify({ event: 'welcome', seq: 0, data: { ...this.welcome, pingInterval: this.pingInterval } }),
			);
		socket.on('message', (text) => void this.#handle(socket, connection, JSON.parse(String(text))));
	}

	async #handle(
		socket: WebSocket,
		connection: number,
		request: { id: number; method: RequestName; data: unknown },
	): Promise<void> {
		const { id, method, data } = request;
		if (!Check(REQUESTS[method].data, data)) this.problems.push(`${method}: ${JSON.stringify(data)}`);
		this.received.push({ id, method, data, connection });
		try {
			const handler = this.#handlers.get(method) as Handler<RequestName> | undefined;
			// An answer that is there is given at once: what a test sends next comes after it.
			const answer = handler ? handler(data as never) : {};
			const reply = answer instanceof Promise ? await answer : answer;
			if (reply !== 'no answer') socket.send(JSON.stringify({ id, data: reply }));
		} catch (error) {
			if (!(error instanceof Refusal)) throw error;
			socket.send(JSON.stringify({ id, error: error.info }));
		}
	}
}
