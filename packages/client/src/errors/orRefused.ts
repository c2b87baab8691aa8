import type { ClientErrorName } from './clientErrors.ts';
import { MeetingError } from './MeetingError.ts';

/**
 * Waits for the server to do something, and gives a refusal the name and number that apps of the VideoSDK SDK expect of
 * that action. What the server said is in the message and in `cause`; what arose in the browser (3xxx) stays as it is.
 *
 * @param kept names of refusals that apps know by themselves: they stay as they are too
 * @throws MeetingError
 */
export async function orRefused<T>(reply: Promise<T>, name: ClientErrorName, kept: readonly string[] = []): Promise<T> {
	try {
		return await reply;
	} catch (error) {
		if (!(error instanceof MeetingError)) throw MeetingError.from(error, name);
		if (error.code < 4000 || error.name === name || kept.includes(error.name)) throw error;
		throw MeetingError.of(name, error.message, error, error.reasonCode);
	}
}
