import { ApiError, type ErrorAnswer } from '../errors/ApiError.ts';
import { ConnectionError } from '../errors/ConnectionError.ts';
import { DeadlineError } from '../errors/DeadlineError.ts';
import { type ApiRequest, queryText } from './ApiRequest.ts';
import type { CallOptions } from './CallOptions.ts';
import { isSafeToRepeat, waitBefore } from './retries.ts';

export interface TransportOptions {
	/** Address of the server, without a slash at its end. */
	readonly url: string;
	/** ms */
	readonly timeout: number;
	readonly retries: number;
	readonly fetch: typeof fetch;
	/** A token for the next request. */
	token(): Promise<string>;
}

/** Sends requests, each with a deadline, and repeats what is safe to repeat. */
export class Transport {
	readonly #options: TransportOptions;

	constructor(options: TransportOptions) {
		this.#options = options;
	}

	/**
	 * @throws ApiError, ConnectionError, DeadlineError, or the reason of the signal
	 */
	async call<T>(request: ApiRequest, options: CallOptions = {}): Promise<T> {
		const { timeout = this.#options.timeout, retries = this.#options.retries, signal } = options;
		const name = `${request.method} ${request.path}`;
		const deadline = performance.now() + timeout;
		const controller = new AbortController();
		const abort = () => controller.abort(signal?.reason);
		if (signal?.aborted) abort();
		signal?.addEventListener('abort', abort);
		const timer = setTimeout(() => controller.abort(new DeadlineError(name, timeout)), timeout);
		try {
			for (let attempt = 0; ; attempt++) {
				if (controller.signal.aborted) throw controller.signal.reason;
				try {
					return await this.#send<T>(name, request, options.token, controller.signal);
				} catch (error) {
					if (controller.signal.aborted) throw controller.signal.reason;
					const wait = waitBefore(attempt, error);
					// An error that can be read is worth more than a deadline that passes in a wait.
					const inTime = performance.now() + wait < deadline;
					if (attempt >= retries || !inTime || !isSafeToRepeat(request, error)) throw error;
					await pause(wait, controller.signal);
				}
			}
		} finally {
			clearTimeout(timer);
			signal?.removeEventListener('abort', abort);
		}
	}

	async #send<T>(name: string, request: ApiRequest, token: string | undefined, signal: AbortSignal): Promise<T> {
		const { method, path, query, body, open, alsoAnswers, idHeader } = request;
		const headers: Record<string, string> = { accept: 'application/json' };
		if (open !== true) headers.authorization = token ?? (await this.#options.token());
		if (body !== undefined) headers['content-type'] = 'application/json';
		const init: RequestInit = { method, headers, signal, redirect: 'manual' };
		if (body !== undefined) init.body = JSON.stringify(body);
		let response: Response;
		let text: string;
		try {
			response = await this.#options.fetch(`${this.#options.url}${path}${queryText(query)}`, init);
			text = await response.text();
		} catch (cause) {
			throw new ConnectionError(`${name} has no answer: ${cause instanceof Error ? cause.message : cause}`, { cause });
		}
		const answer = json(text);
		if (!response.ok && response.status !== alsoAnswers)
			throw new ApiError(name, response.status, isErrorAnswer(answer) ? answer : undefined, response.headers);
		if (answer === undefined) throw new ApiError(name, response.status, undefined, response.headers);
		if (idHeader === undefined) return answer as T;
		return { id: response.headers.get(idHeader) ?? '', message: answer } as T;
	}
}

/** Undefined for what is not JSON. */
function json(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function isErrorAnswer(answer: unknown): answer is ErrorAnswer {
	return typeof answer === 'object' && answer !== null && 'errorCode' in answer;
}

/** @throws the reason of the signal */
function pause(ms: number, signal: AbortSignal): Promise<void> {
	return new Promise((resolve, reject) => {
		const end = () => {
			clearTimeout(timer);
			reject(signal.reason);
		};
		const timer = setTimeout(() => {
			signal.removeEventListener('abort', end);
			resolve();
		}, ms);
		signal.addEventListener('abort', end, { once: true });
	});
}
