const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';

/**
 * The participant id of a meeting: the app's, else the one that the token is for, else a random one. Made here rather
 * than by the server so that a join that is repeated after a broken connection is the same participant.
 */
export function participantIdFor(given: string | undefined, token: string): string {
	return given ?? claimedId(token) ?? randomId();
}

function claimedId(token: string): string | undefined {
	try {
		const payload = token.split('.')[1] ?? '';
		const claims: unknown = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')));
		const id = (claims as { participantId?: unknown } | null)?.participantId;
		return typeof id === 'string' && id !== '' ? id : undefined;
	} catch {
		// Whether the token is one at all is for the server to say.
		return undefined;
	}
}

function randomId(): string {
	const bytes = crypto.getRandomValues(new Uint8Array(12));
	return Array.from(bytes, (byte) => LETTERS[byte % LETTERS.length]).join('');
}
