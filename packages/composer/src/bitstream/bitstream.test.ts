import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readLeb128, readSequenceSize, writeLeb128 } from './av1.ts';
import { readSpsSize } from './h264.ts';
import { opusHead, opusSamples } from './opus.ts';
import { readVp9KeyFrameSize } from './vp9.ts';

test('LEB128 there and back', () => {
	fc.assert(
		fc.property(fc.integer({ min: 0, max: 2 ** 40 }), (value) => {
			const written = writeLeb128(value);
			expect(readLeb128(written, 0)).toEqual({ value, bytes: written.length });
		}),
	);
	expect(readLeb128(Buffer.from([0x80]), 0)).toBeUndefined();
});

test('sizes from parameter sets written by real encoders', () => {
	// x264, High 3.1, 1280×720; x264 baseline 1920×1080, which crops 8 lines.
	expect(readSpsSize(Buffer.from('6764001facd9405005bb0110000003001000000303c0f1831960', 'hex'))).toEqual({
		width: 1280,
		height: 720,
	});
	expect(readSpsSize(Buffer.from('6742c028d900780227e5c044000003000400000300f03c60c920', 'hex'))).toEqual({
		width: 1920,
		height: 1080,
	});
});

test('Opus durations by configuration and frame count', () => {
	expect(opusSamples(Buffer.from([0xfc]))).toBe(960);
	expect(opusSamples(Buffer.from([0x08]))).toBe(960);
	expect(opusSamples(Buffer.from([0x18 | 1]))).toBe(5760);
	expect(opusSamples(Buffer.from([0x80 | 3, 3]))).toBe(360);
	expect(opusSamples(Buffer.from([0x18 | 3, 10]))).toBe(0);
	expect(opusSamples(Buffer.alloc(0))).toBe(0);
	expect(opusHead(2).subarray(0, 10)).toEqual(Buffer.from('OpusHead\x01\x02', 'latin1'));
});

test('garbage gives no sizes that are not numbers, and never throws', () => {
	fc.assert(
		fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
			const data = Buffer.from(bytes);
			for (const size of [readSpsSize(data), readSequenceSize(data), readVp9KeyFrameSize(data)]) {
				if (size) expect(size.width > 0 && size.height > 0).toBe(true);
			}
		}),
		{ numRuns: 500 },
	);
});
