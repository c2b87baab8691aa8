import { randomInt } from 'node:crypto';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** A new room address, `xxxx-xxxx-xxxx`: 62 random bits, too many to guess one that exists. */
export function newRoomId(): string {
	const group = () => Array.from({ length: 4 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
	return `${group()}-${group()}-${group()}`;
}
