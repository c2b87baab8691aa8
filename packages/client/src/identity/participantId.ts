import { tokenClaims } from './tokenClaims.ts';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';

/**
 * The participant id of a meeting: the app's, else the one that the token is for, else a random one. Made here rather
 * than by the server so that a join that is repeated after a broken connection is the same participant.
 */
export function participantIdFor(given: string | undefined, token: string): string {
	return given ?? tokenClaims(token).participantId ?? randomId();
}

/** About 103 bits of chance: nobody else comes upon it. */
function randomId(): string {
	const bytes = crypto.getRandomValues(new Uint8Array(20));
	return Array.from(bytes, (byte) => LETTERS[byte % LETTERS.length]).join('');
}
