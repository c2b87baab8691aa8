import { rest } from './rest.ts';

/**
 * Asks the server for a token, for one room or for everything. Works only while the server runs on its development key.
 *
 * @throws {Refusal} code 6008 when it is not a development server, 4003 when there is no such room
 */
export async function developmentToken(roomId?: string): Promise<string> {
	return (await rest('POST /dev/token', { body: roomId === undefined ? {} : { roomId } })).token;
}
