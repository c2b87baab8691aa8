import { RoomcastError } from './RoomcastError.ts';

/** There was no answer within the `timeout` of the call, retries included. The server may have done what it asks. */
export class DeadlineError extends RoomcastError {
	override name = 'DeadlineError';
	/** ms */
	readonly timeout: number;

	constructor(request: string, timeout: number) {
		super(`${request} has no answer after ${timeout} ms`);
		this.timeout = timeout;
	}
}
