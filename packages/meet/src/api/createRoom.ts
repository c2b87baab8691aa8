import { fieldOf, post } from './post.ts';

/**
 * Makes a room.
 *
 * @returns its `roomId`
 * @throws {Refusal} when the token does not allow it
 */
export async function createRoom(token: string): Promise<string> {
	return String(fieldOf(await post('v2/rooms', {}, token), 'roomId'));
}
