import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request that an endpoint got. */
export interface Received {
	readonly id: string;
	readonly headers: IncomingHttpHeaders;
	/** As it came. */
	readonly body: string;
	/** `webhookType` of the body. */
	readonly event: string;
	/** `data` of the body. */
	readonly data: ReturnType<typeof JSON.parse>;
	/** `performance.now()`. */
	readonly at: number;
	readonly path: string;
}

type Behaviour = (received: Received, response: ServerResponse) => void;

/** A real endpoint of webhooks, on loopback. It answers 204 until `behave` says something else. */
export class Receiver {
	readonly received: Received[] = [];
	readonly #server: Server;
	#behave: Behaviour = (_received, response) => response.writeHead(204).end();
	#waiters: (() => void)[] = [];

	private constructor(server: Server) {
		this.#server = server;
		server.on('request', async (request, response) => {
			const chunks: Buffer[] = [];
			for await (const chunk of request) chunks.push(chunk);
			const body = Buffer.concat(chunks).toString();
			const { webhookType, data } = JSON.parse(body);
			const received: Received = {
				id: `${request.headers['webhook-id']}`,
				headers: request.headers,
				body,
				event: webhookType,
				data,
				at: performance.now(),
				path: request.url ?? '',
			};
			this.received.push(received);
			this.#behave(received, response);
			for (const waiter of this.#waiters.splice(0)) waiter();
		});
	}

	static async create(): Promise<Receiver> {
		const server = createServer();
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		return new Receiver(server);
	}

	get port(): number {
		return (this.#server.address() as AddressInfo).port;
	}

	get url(): string {
		return `http://127.0.0.1:${this.port}/hook`;
	}

	/** What it got with these values in `data`, in order. */
	about(values: Readonly<Record<string, unknown>>): Received[] {
		return this.received.filter(({ data }) => Object.entries(values).every(([name, value]) => data?.[name] === value));
	}

	/** The names of these events. */
	eventsAbout(values: Readonly<Record<string, unknown>>): string[] {
		return this.about(values).map(({ event }) => event);
	}

	/** Sets how it answers: with a status, or as the function does. */
	behave(behaviour: number | Behaviour): void {
		this.#behave =
			typeof behaviour === 'number' ? (_received, response) => response.writeHead(behaviour).end() : behaviour;
	}

	/** Resolves when it has `count` requests. @throws when it takes longer than `timeout` ms */
	async count(count: number, timeout = 10_000): Promise<readonly Received[]> {
		const end = performance.now() + timeout;
		while (this.received.length < count) {
			const left = end - performance.now();
			if (left <= 0) throw new Error(`got ${this.received.length} of ${count} within ${timeout} ms`);
			await new Promise<void>((resolve) => {
				const timer = setTimeout(resolve, left);
				this.#waiters.push(() => {
					clearTimeout(timer);
					resolve();
				});
			});
		}
		return this.received;
	}

	readonly close = async (): Promise<void> => {
		this.#server.closeAllConnections();
		await new Promise((resolve) => this.#server.close(resolve));
	};
}
