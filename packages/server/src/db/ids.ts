import { randomBytes } from 'node:crypto';
import { epochMs } from '../time/clock.ts';

const processPart = randomBytes(5);
let counter = randomBytes(3).readUIntBE(0, 3);

/**
 * A new document id: 24 hexadecimal characters that sort by the time they were made. Seconds, a random part of this
 * process, and a counter, as in MongoDB's ObjectId, whose form the API shows.
 */
export function newDocumentId(now: number = epochMs()): string {
	counter = (counter + 1) % 0x1000000;
	const id = Buffer.alloc(12);
	id.writeUInt32BE(Math.floor(now / 1000) >>> 0, 0);
	processPart.copy(id, 4);
	id.writeUIntBE(counter, 9, 3);
	return id.toString('hex');
}
