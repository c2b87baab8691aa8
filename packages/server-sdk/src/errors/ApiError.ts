import type { ErrorName } from '../contract/errorNames.ts';
import { RoomcastError } from './RoomcastError.ts';

/** What an error of the REST API has in its body. */
export interface ErrorAnswer {
	readonly message?: string;
	readonly code?: number;
	readonly errorCode?: string;
	readonly field?: string;
	readonly hint?: string;
	readonly requestId?: string;
}

/** The server refused a request, or something else answered it. */
export class ApiError extends RoomcastError {
	override name = 'ApiError';
	/** HTTP status. */
	readonly status: number;
	/** Name of the error: docs/errors.md lists them. `UNKNOWN` if something between you and the server answered. */
	readonly code: ErrorName | 'UNKNOWN';
	/** Number of the error. */
	readonly number: number | undefined;
	/** The field of the request that is wrong, such as `webhook.endPoint`, where the error is about one. */
	readonly field: string | undefined;
	/** What to do about it. */
	readonly hint: string | undefined;
	/** Find it in the log of the server. */
	readonly requestId: string | undefined;
	/** Seconds after which the same request may succeed. */
	readonly retryAfter: number | undefined;

	/**
	 * @param request its method and path
	 * @param answer the body; undefined if it is none of Roomcast
	 */
	constructor(request: string, status: number, answer: ErrorAnswer | undefined, headers: Headers) {
		super(
			`${request} answered ${status}: ${answer?.message ?? 'this is no answer of Roomcast; check `url`, and what is in front of the server'}`,
		);
		this.status = status;
		this.code = (answer?.errorCode ?? 'UNKNOWN') as ErrorName | 'UNKNOWN';
		this.number = answer?.code;
		this.field = answer?.field;
		this.hint = answer?.hint;
		this.requestId = answer?.requestId ?? headers.get('x-request-id') ?? undefined;
		const seconds = Number(headers.get('retry-after') ?? Number.NaN);
		this.retryAfter = Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined;
	}
}
