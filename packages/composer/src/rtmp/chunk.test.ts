import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChunkReader } from './chunk-reader.ts';
import { chunkMessage, DEFAULT_CHUNK_SIZE } from './chunk-writer.ts';
import { MESSAGE, type RtmpMessage } from './message.ts';

const message = (payload: Buffer, timestamp = 1000, type: number = MESSAGE.video): RtmpMessage => ({
	type,
	streamId: 1,
	timestamp,
	payload,
});

/** Reads in pieces of a size, as a network may deliver them. */
function read(bytes: Buffer, size: number, reader = new ChunkReader()): RtmpMessage[] {
	const messages: RtmpMessage[] = [];
	for (let at = 0; at < bytes.length; at += size) messages.push(...reader.push(bytes.subarray(at, at + size)));
	return messages;
}

describe('chunkMessage', () => {
	it('writes a full header and the shortest for what follows', () => {
		const bytes = chunkMessage(message(Buffer.alloc(200, 0xaa)), 6, 128);
		expect(bytes.subarray(0, 12).toString('hex')).toBe('060003e80000c80901000000');
		expect(bytes[12 + 128]).toBe(0xc6);
		expect(bytes).toHaveLength(12 + 128 + 1 + 72);
	});

	it('writes late timestamps in 32 bits, in every chunk', () => {
		const bytes = chunkMessage(message(Buffer.alloc(200, 0xaa), 0x01000000), 6, 128);
		expect(bytes.subarray(1, 4).toString('hex')).toBe('ffffff');
		expect(bytes.subarray(12, 16).toString('hex')).toBe('01000000');
		expect(bytes.subarray(16 + 128, 16 + 128 + 5).toString('hex')).toBe('c601000000');
	});
});

describe('ChunkReader', () => {
	it('reads what is written, however it is cut', () => {
		fc.assert(
			fc.property(
				fc.array(
					fc.record({
						length: fc.integer({ min: 0, max: 700 }),
						timestamp: fc.oneof(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 0xfffff0, max: 0x1000010 })),
						chunkStream: fc.constantFrom(3, 4, 6),
					}),
					{ maxLength: 8 },
				),
				fc.integer({ min: 1, max: 900 }),
				(wanted, size) => {
					const sent = wanted.map(({ length, timestamp }, index) => message(Buffer.alloc(length, index), timestamp));
					const bytes = sent.map((one, index) =>
						chunkMessage(one, wanted[index]?.chunkStream ?? 3, DEFAULT_CHUNK_SIZE),
					);
					expect(read(Buffer.concat(bytes), size)).toEqual(sent);
				},
			),
		);
	});

	it('follows the chunk size', () => {
		const size = Buffer.from([0, 0, 0x10, 0]);
		const control = chunkMessage({ ...message(size, 0, MESSAGE.setChunkSize), streamId: 0 }, 2, DEFAULT_CHUNK_SIZE);
		const large = chunkMessage(message(Buffer.alloc(5000, 7)), 6, 4096);
		expect(read(Buffer.concat([control, large]), 100).at(-1)?.payload).toHaveLength(5000);
	});

	it('reads headers that leave out what was said before', () => {
		const first = chunkMessage(message(Buffer.from('ab'), 100, MESSAGE.command), 3, 128);
		// Format 1: 20 ms later, another length and type; format 2: 5 ms later; format 3: the same again.
		const later = [
			Buffer.from([0x43, 0, 0, 20, 0, 0, 1, MESSAGE.audio]),
			Buffer.from('c'),
			Buffer.from([0x83, 0, 0, 5]),
			Buffer.from('d'),
			Buffer.from([0xc3]),
			Buffer.from('e'),
		];
		const messages = read(Buffer.concat([first, ...later]), 1);
		expect(messages.map(({ type, timestamp, payload }) => [type, timestamp, payload.toString()])).toEqual([
			[MESSAGE.command, 100, 'ab'],
			[MESSAGE.audio, 120, 'c'],
			[MESSAGE.audio, 125, 'd'],
			[MESSAGE.audio, 130, 'e'],
		]);
	});

	it('keeps messages of several chunk streams apart', () => {
		const one = chunkMessage(message(Buffer.alloc(200, 1)), 4, 128);
		const other = chunkMessage(message(Buffer.alloc(200, 2)), 6, 128);
		const head = 12 + 128;
		const mixed = [one.subarray(0, head), other.subarray(0, head), one.subarray(head), other.subarray(head)];
		expect(read(Buffer.concat(mixed), 50).map(({ payload }) => payload[199])).toEqual([1, 2]);
	});

	it('refuses what no RTMP server sends', () => {
		expect(() => read(chunkMessage(message(Buffer.alloc(2_000_000)), 6, 128), 65_536)).toThrow('2000000 bytes');
		expect(() => read(Buffer.from([0xc5, 0, 0, 0]), 4)).toThrow('without a header');
	});

	it('never hangs or breaks on garbage', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
				try {
					read(Buffer.from(bytes), 30);
				} catch (error) {
					expect(error).toBeInstanceOf(RangeError);
				}
			}),
		);
	});
});
