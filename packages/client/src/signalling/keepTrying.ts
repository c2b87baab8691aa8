import { MeetingError } from '../errors/MeetingError.ts';
import { logger } from '../log/logger.ts';
import { backoff } from './backoff.ts';

/** Refusals that pass by themselves: another attempt is worth it. */
const PASSING = new Set([
	'ERROR_UNABLE_TO_JOIN_MEETING',
	'SHUTTING_DOWN',
	'MEDIA_SERVER_UNAVAILABLE',
	'TOO_MANY_REQUESTS',
	'SOMETHING_WENT_WRONG',
	'DATABASE_UNAVAILABLE',
	'DISK_FULL',
	'SESSION_ELSEWHERE',
]);

/** ms in all while a server that answers says when to try again: it lives, and waits for something itself. */
const WITHIN_ANSWERED = 120_000;
/** Longest wait that a server may ask for, in ms. */
const LONGEST_WAIT = 30_000;

/** How long something is tried. */
export interface TryLimits {
	/** Names of refusals that pass by themselves in this case. */
	readonly passing?: readonly string[];
	/** ms in all; longer while the server says when to try again. */
	readonly within: number;
	/** Whether nobody wants it any more. */
	over(): boolean;
	/** Told of every refusal after which it is tried again. */
	delayed?(error: MeetingError): void;
}

/**
 * Does something that needs the server, again and again while what keeps it from working passes by itself. Waits as long
 * as the server says, where it says so, and up to a fifth longer, so that not all come back in the same instant.
 *
 * @throws the last error
 */
export async function keepTrying<T>(action: () => Promise<T>, limits: TryLimits): Promise<T> {
	const since = performance.now();
	for (let attempt = 0; ; attempt++) {
		try {
			return await action();
		} catch (error) {
			const passes =
				error instanceof MeetingError && (PASSING.has(error.name) || limits.passing?.includes(error.name) === true);
			if (!passes) throw error;
			const pause = pauseAfter(error, attempt);
			const within = error.retryAfter === undefined ? limits.within : Math.max(limits.within, WITHIN_ANSWERED);
			if (limits.over() || performance.now() + pause > since + within) throw error;
			limits.delayed?.(error);
			logger.debug(`Trying again in ${pause} ms`, error);
			await new Promise((resolve) => setTimeout(resolve, pause));
		}
	}
}

/** ms until the next attempt. */
function pauseAfter({ retryAfter = 0 }: MeetingError, attempt: number): number {
	const asked = Math.min(retryAfter * 1000, LONGEST_WAIT) * (1 + 0.2 * Math.random());
	return Math.max(asked, backoff(attempt + 1));
}
