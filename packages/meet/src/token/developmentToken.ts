/** A token that a development server made for whoever asked, and the room that it is for. */
export interface DevelopmentToken {
	readonly token: string;
	readonly roomId: string;
}

/**
 * Asks the server for a token to join a room with, or for a new room when none is named. Works only while the server
 * runs on its development key.
 *
 * @throws `{ code, message }` of the error table when the server refuses; code 6008 when it is not a development server
 * @throws `{ code: 1103, message }` when the server does not answer
 */
export async function developmentToken(roomId?: string): Promise<DevelopmentToken> {
	let response: Response;
	try {
		response = await fetch('/dev/token', {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(roomId === undefined ? {} : { roomId }),
		});
	} catch (error) {
		throw { code: 1103, message: error instanceof Error ? error.message : 'The server does not answer' };
	}
	const body: unknown = await response.json().catch(() => undefined);
	if (!response.ok) throw refusal(response.status, body);
	return body as DevelopmentToken;
}

function refusal(status: number, body: unknown): { code: number; message: string } {
	if (typeof body === 'object' && body !== null && 'code' in body && 'message' in body) {
		return { code: Number(body.code), message: String(body.message) };
	}
	// A server whose build has no such route answers 404: it gives no tokens either.
	if (status === 404 || status === 403) return { code: 6008, message: 'This server gives no development tokens' };
	return { code: 1103, message: `The server answered ${status}` };
}
