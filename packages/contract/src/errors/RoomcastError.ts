import type { StreamFailure } from '../failures.ts';
import { ERRORS, type ErrorName, type ErrorRow } from './table.ts';

export interface RoomcastErrorOptions extends ErrorOptions {
	readonly retryAfter?: number;
	readonly reasonCode?: StreamFailure | undefined;
	readonly field?: string | undefined;
}

/**
 * An error of the table, with what is particular to this case. Thrown by services, turned into an HTTP body or a
 * signalling reply at the edge.
 */
export class RoomcastError extends Error {
	override readonly name = 'RoomcastError';
	readonly error: ErrorName;
	/** What is particular: the field, its value and what is allowed. Never a secret. */
	readonly details: string | undefined;

	/** Why a stream failed, where it is about one. */
	readonly reasonCode: StreamFailure | undefined;

	/** The field of the request that is wrong, such as `webhook.endPoint`, where it is about one. */
	readonly field: string | undefined;

	readonly #retryAfter: number | undefined;

	/** @param options with the seconds after which the same request may succeed, where that is known better than the table says */
	constructor(error: ErrorName, details?: string, options?: RoomcastErrorOptions) {
		super(
			details === undefined ? ERRORS[error].message : `${ERRORS[error].message.replace(/\.$/, '')}: ${details}`,
			options,
		);
		this.error = error;
		this.details = details;
		this.reasonCode = options?.reasonCode;
		this.field = options?.field;
		this.#retryAfter = options?.retryAfter;
	}

	get code(): number {
		return ERRORS[this.error].code;
	}

	get status(): number {
		return ERRORS[this.error].status;
	}

	/** Seconds after which the same request may succeed; undefined when waiting does not help. */
	get retryAfter(): number | undefined {
		return this.#retryAfter ?? (ERRORS[this.error] as ErrorRow).retryAfter;
	}
}
