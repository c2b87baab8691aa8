import type { ClientErrorName } from './clientErrors.ts';
import { MeetingError } from './MeetingError.ts';

/**
 * Waits for the server to do something, and gives a refusal the name and number that apps of the VideoSDK SDK expect of
 * that action. What the server said is in the message and in `cause`; what arose in the browser (3xxx) stays as it is.
 *
 * @throws MeetingError
 */
export async function orRefused<T>(reply: Promise<T>, name: ClientErrorName): Promise<T> {
	try {
		return await reply;
	} catch (error) {
		if (!(error instanceof MeetingError)) throw MeetingError.from(error, name);
		if (error.code < 4000 || error.name === name) throw error;
		throw MeetingError.of(name, error.message, error);
	}
}
