import { EventEmitter } from 'node:events';
import type { Readable, Writable } from 'node:stream';

/** An event of the browser, or of one of its pages. */
export interface DevToolsEvent {
	readonly method: string;
	readonly params: Record<string, unknown>;
	/** The page; missing for the browser itself. */
	readonly sessionId?: string;
}

interface Answer {
	readonly id?: number;
	readonly result?: Record<string, unknown>;
	readonly error?: { readonly message: string };
}

/** ms that an answer may take; longer than anything takes on a machine that is busy. */
const ANSWER_TIMEOUT = 20_000;

/** The DevTools protocol over a pair of pipes: messages of JSON with a zero byte behind each. */
export class DevTools extends EventEmitter<{ event: [DevToolsEvent]; closed: [] }> {
	readonly #out: Writable;
	readonly #waiting = new Map<number, PromiseWithResolvers<Record<string, unknown>>>();
	#held: Buffer[] = [];
	#lastId = 0;
	#closed = false;

	/**
	 * @param out what the browser reads
	 * @param from what it writes
	 */
	constructor(out: Writable, from: Readable) {
		super();
		this.#out = out;
		from.on('data', (chunk: Buffer) => this.#read(chunk));
		from.once('close', () => this.#close());
		// `closed` reports a browser that is gone.
		from.on('error', () => {});
		out.on('error', () => {});
	}

	/**
	 * Asks for something.
	 *
	 * @param sessionId the page that is meant; the browser itself when missing
	 * @throws Error when the browser refuses, is gone, or does not answer in time
	 */
	async send(
		method: string,
		params: Record<string, unknown> = {},
		sessionId?: string,
	): Promise<Record<string, unknown>> {
		if (this.#closed) throw new Error(`the browser is gone (${method})`);
		const id = ++this.#lastId;
		const answer = Promise.withResolvers<Record<string, unknown>>();
		this.#waiting.set(id, answer);
		const timer = setTimeout(
			() => answer.reject(new Error(`the browser did not answer ${method} in ${ANSWER_TIMEOUT / 1000} s`)),
			ANSWER_TIMEOUT,
		);
		this.#out.write(`${JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) })}\0`);
		try {
			return await answer.promise;
		} catch (error) {
			throw new Error(`${method}: ${(error as Error).message}`, { cause: error });
		} finally {
			clearTimeout(timer);
			this.#waiting.delete(id);
		}
	}

	#read(chunk: Buffer): void {
		let rest = chunk;
		for (let end = rest.indexOf(0); end >= 0; end = rest.indexOf(0)) {
			const text = Buffer.concat([...this.#held, rest.subarray(0, end)]).toString();
			this.#held = [];
			rest = rest.subarray(end + 1);
			this.#hear(JSON.parse(text) as Answer & DevToolsEvent);
		}
		if (rest.length > 0) this.#held.push(rest);
	}

	#hear(message: Answer & DevToolsEvent): void {
		if (message.id === undefined) {
			this.emit('event', message);
			return;
		}
		const waiting = this.#waiting.get(message.id);
		if (message.error === undefined) waiting?.resolve(message.result ?? {});
		else waiting?.reject(new Error(message.error.message));
	}

	#close(): void {
		if (this.#closed) return;
		this.#closed = true;
		for (const answer of this.#waiting.values()) answer.reject(new Error('the browser is gone'));
		this.emit('closed');
	}
}
