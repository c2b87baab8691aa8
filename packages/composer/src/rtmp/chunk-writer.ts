import type { RtmpMessage } from './message.ts';

/** Chunk size until it is set (RTMP specification 1.0, §5.4.1). */
export const DEFAULT_CHUNK_SIZE = 128;

/** A timestamp from here on is written behind the header, in 32 bits (§5.3.1.3). */
const EXTENDED = 0xffffff;

/**
 * Cuts a message into chunks (§5.3.1): a full header on the first, the shortest on the others. Nothing is left out that the
 * message before would tell, so one that was dropped is not missed.
 *
 * @param chunkStream 2 to 63
 * @param chunkSize the most payload a chunk carries
 */
export function chunkMessage(message: RtmpMessage, chunkStream: number, chunkSize: number): Buffer {
	const { type, streamId, payload } = message;
	const timestamp = message.timestamp >>> 0;
	const extended = Buffer.alloc(timestamp >= EXTENDED ? 4 : 0);
	if (extended.length > 0) extended.writeUInt32BE(timestamp);
	const header = Buffer.alloc(12);
	header.writeUInt8(chunkStream, 0);
	header.writeUIntBE(Math.min(timestamp, EXTENDED), 1, 3);
	header.writeUIntBE(payload.length, 4, 3);
	header.writeUInt8(type, 7);
	header.writeUInt32LE(streamId, 8);
	const parts = [header, extended, payload.subarray(0, chunkSize)];
	const next = Buffer.from([0xc0 | chunkStream]);
	for (let at = chunkSize; at < payload.length; at += chunkSize)
		parts.push(next, extended, payload.subarray(at, at + chunkSize));
	return Buffer.concat(parts);
}
