import {
	MAX_FIRST_MESSAGE_BYTES,
	MAX_JOIN_BYTES,
	MAX_MESSAGE_BYTES,
	REQUESTS,
	type RequestName,
} from '@roomcast/contract';
import { Refusal, type SignallingClient } from '../SignallingClient.ts';
import type { Schema } from './fitting.ts';
import { largest, type Needed } from './largest.ts';

/** Every signalling request; that which ends the connection last. */
export const METHODS = (Object.keys(REQUESTS) as RequestName[]).sort((a) => (a === 'leave' ? 1 : 0));

/** Requests that bring somebody in. */
export const ENTERING = METHODS.filter((method) => ['join', 'ask-entry', 'resume'].includes(method));

/** Room for the number and the method. */
const ENVELOPE = 64;
/** Requests that are sent before their answers are waited for. */
const AT_ONCE = 4;

/** The worst data of a request, as large as it may be. */
export function largeMessages(method: RequestName, seated: boolean, count: number, needed: Needed): string[] {
	const first = method === 'join' ? MAX_JOIN_BYTES : MAX_FIRST_MESSAGE_BYTES;
	const bytes = (seated ? MAX_MESSAGE_BYTES : first) - ENVELOPE;
	return largest(REQUESTS[method].data as Schema, bytes, count, needed);
}

/**
 * Sends them on one connection, until they are answered or it is closed.
 *
 * @returns names of errors that the server should not have answered
 */
export async function sendMessages(
	client: SignallingClient,
	method: RequestName,
	all: readonly string[],
): Promise<string[]> {
	const wrong: string[] = [];
	let open = true;
	const closed = client.closed.then(() => {
		open = false;
	});
	for (let at = 0; open && at < all.length; at += AT_ONCE) {
		const answers = all.slice(at, at + AT_ONCE).map(async (data) => {
			const failed = await client.requestText(method, data).then(
				() => undefined,
				(error) => (error instanceof Refusal ? error.refusal : undefined),
			);
			if (failed === 'SOMETHING_WENT_WRONG') wrong.push(`${method} ${data.slice(0, 200)}`);
		});
		await Promise.race([closed, Promise.all(answers)]);
	}
	client.notifications.length = 0;
	return wrong;
}
