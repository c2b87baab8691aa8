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
]);

/**
 * Does something that needs the server, again and again while what keeps it from working passes by itself.
 *
 * @param limits `within` ms in all; `over` says that nobody wants it any more
 * @throws the last error
 */
export async function keepTrying<T>(
	action: () => Promise<T>,
	limits: { within: number; over: () => boolean },
): Promise<T> {
	const until = performance.now() + limits.within;
	for (let attempt = 0; ; attempt++) {
		try {
			return await action();
		} catch (error) {
			const again = error instanceof MeetingError && PASSING.has(error.name);
			const pause = backoff(attempt + 1);
			if (!again || limits.over() || performance.now() + pause > until) throw error;
			logger.debug(`Trying again in ${pause} ms`, error);
			await new Promise((resolve) => setTimeout(resolve, pause));
		}
	}
}
