import { fieldOf, post } from './post.ts';

/**
 * Asks the server for a token, for one room or for everything. Works only while the server runs on its development key.
 *
 * @throws {Refusal} code 6008 when it is not a development server, 4003 when there is no such room
 */
export async function developmentToken(roomId?: string): Promise<string> {
	return String(fieldOf(await post('dev/token', roomId === undefined ? {} : { roomId }), 'token'));
}
