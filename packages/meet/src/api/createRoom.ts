import { rest } from './rest.ts';

/**
 * Makes a room.
 *
 * @returns its `roomId`
 * @throws {Refusal} when the token does not allow it
 */
export async function createRoom(token: string): Promise<string> {
	return (await rest('POST /v2/rooms', { body: {} }, token)).roomId;
}
