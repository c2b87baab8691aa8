import type { StreamFailure } from '../contract/types.ts';
import { CLIENT_ERRORS, type ClientErrorName } from './clientErrors.ts';

/**
 * What every promise of the SDK rejects with, and what `error` events carry: `{ code, name, message }`.
 * `code` and `name` are those of `VideoSDK.Constants.errors` (3xxx, made here) or of the server's error table.
 */
export class MeetingError extends Error {
	/** Name of the error, for example `ERROR_CAMERA_NOT_FOUND` or `INVALID_TOKEN`. */
	override readonly name: string;
	/** Number of the error. */
	readonly code: number;
	/** What can be done about it, where the server said so. */
	readonly hint: string | undefined;
	/** Seconds after which the same may succeed, where the server said so. */
	readonly retryAfter: number | undefined;
	/** Why a stream failed, for programs, where the server said so. */
	readonly reasonCode: StreamFailure | undefined;

	constructor(
		info: {
			code: number;
			name: string;
			message: string;
			hint?: string;
			retryAfter?: number;
			reasonCode?: StreamFailure | undefined;
		},
		options?: ErrorOptions,
	) {
		super(info.message, options);
		this.code = info.code;
		this.name = info.name;
		this.hint = info.hint;
		this.retryAfter = info.retryAfter;
		this.reasonCode = info.reasonCode;
	}

	/**
	 * An error of the browser side.
	 *
	 * @param name its name in the table
	 * @param details what is particular: the parameter, its value and what is allowed
	 */
	static of(name: ClientErrorName, details?: string, cause?: unknown, reasonCode?: StreamFailure): MeetingError {
		const { code, message } = CLIENT_ERRORS[name];
		const text = details === undefined ? `${message}.` : `${message}: ${details}`;
		return new MeetingError({ code, name, message: text, reasonCode }, cause === undefined ? undefined : { cause });
	}

	/** The error itself when it is one of ours, else an error of that name with it as the cause. */
	static from(error: unknown, fallback: ClientErrorName): MeetingError {
		if (error instanceof MeetingError) return error;
		return MeetingError.of(fallback, error instanceof Error ? error.message : String(error), error);
	}
}
