import { ApiError } from '../errors/ApiError.ts';
import { ConnectionError } from '../errors/ConnectionError.ts';
import type { ApiRequest } from './ApiRequest.ts';

/** Errors that the server answers before it has done anything. */
const NOTHING_DONE: ReadonlySet<string> = new Set(['TOO_MANY_REQUESTS', 'SHUTTING_DOWN', 'DATABASE_UNAVAILABLE']);
/** What gateways answer for servers that they do not reach, and servers that cannot answer at the moment. */
const PASSING: ReadonlySet<number> = new Set([429, 502, 503, 504]);
/** ms, doubled by each attempt. */
const FIRST_WAIT = 200;

/**
 * Whether the same request can be sent again without doing something twice: `GET` and `PUT` always can (RFC 9110, section
 * 9.2.2). A `DELETE` cannot: its repetition answers that there is nothing. Others can where the server says that it
 * has done nothing.
 */
export function isSafeToRepeat({ method }: ApiRequest, error: unknown): boolean {
	const repeatable = method === 'GET' || method === 'PUT';
	if (error instanceof ConnectionError) return repeatable;
	if (!(error instanceof ApiError)) return false;
	return NOTHING_DONE.has(error.code) || (repeatable && PASSING.has(error.status));
}

/**
 * How long to wait before the next attempt, in ms.
 *
 * @param attempt from 0
 */
export function waitBefore(attempt: number, error: unknown): number {
	if (error instanceof ApiError && error.retryAfter !== undefined) return error.retryAfter * 1000;
	return FIRST_WAIT * 2 ** attempt * (1 + Math.random());
}
