import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	type Piece,
	packetizeAv1,
	packetizeH264,
	packetizeVp8,
	packetizeVp9,
} from '../../../test/support/packetize.ts';
import { withSizeField } from '../../bitstream/av1.ts';
import type { Depacketizer, EncodedFrame } from '../encoded-frame.ts';
import { createDepacketizer } from './create.ts';

function run(depacketizer: Depacketizer, pieces: readonly Piece[], timestamp: number, lost?: number): EncodedFrame[] {
	const frames: EncodedFrame[] = [];
	for (const [index, piece] of pieces.entries()) {
		if (index === lost) continue;
		const frame = depacketizer.push(piece.payload, timestamp, piece.marker, lost !== undefined && index === lost + 1);
		if (frame) frames.push(frame);
	}
	return frames;
}

const bytes = (minLength: number, maxLength: number) =>
	fc.uint8Array({ minLength, maxLength }).map((data) => Buffer.from(data));

const VP8_KEY_640x360 = Buffer.from('10020 09d012a8002680100'.replaceAll(' ', ''), 'hex');
const annexB = (units: readonly Buffer[]) => Buffer.concat(units.flatMap((unit) => [Buffer.from([0, 0, 0, 1]), unit]));
// Baseline 3.1, 1280×720, as a browser sends it.
const SPS = Buffer.from('6742c01f8c8d40500 1e9 00f08846a0'.replaceAll(' ', ''), 'hex');
const PPS = Buffer.from('68ce3c80', 'hex');

describe('VP8', () => {
	test('gives back frames of any size', () => {
		fc.assert(
			fc.property(bytes(11, 4000), fc.integer({ min: 1, max: 900 }), (frame, size) => {
				const [out] = run(createDepacketizer('vp8'), packetizeVp8(frame, 5, size), 9000);
				expect(out?.data.equals(frame)).toBe(true);
			}),
		);
	});

	test('knows a key frame and its size', () => {
		const [frame] = run(createDepacketizer('vp8'), packetizeVp8(VP8_KEY_640x360, 1), 1);
		expect(frame).toMatchObject({ keyFrame: true, size: { width: 640, height: 360 } });
	});

	test('a frame with a packet missing is left out, the next is whole', () => {
		const depacketizer = createDepacketizer('vp8');
		for (const lost of [0, 1, 2]) {
			expect(run(depacketizer, packetizeVp8(Buffer.alloc(30, 1), 1, 10), 100 + lost, lost)).toEqual([]);
			expect(run(depacketizer, packetizeVp8(Buffer.alloc(30, 3), 2, 10), 200 + lost)).toHaveLength(1);
		}
	});
});

describe('VP9', () => {
	test('one layer is the frame, several are a superframe', () => {
		const layers = [Buffer.alloc(300, 0x82), Buffer.alloc(2000, 0x83), Buffer.alloc(70_000, 0x84)];
		const [single] = run(createDepacketizer('vp9'), packetizeVp9(layers.slice(0, 1), true), 1);
		expect(single?.data.equals(layers[0] ?? Buffer.alloc(0))).toBe(true);
		expect(single?.keyFrame).toBe(true);
		const [joined] = run(createDepacketizer('vp9'), packetizeVp9(layers, false), 1);
		expect(joined?.keyFrame).toBe(false);
		const index = joined?.data.subarray(72_300) ?? Buffer.alloc(0);
		expect(index.length).toBe(2 + 3 * 3);
		expect(index[0]).toBe(0xc0 | (2 << 3) | 2);
		expect([1, 4, 7].map((at) => index.readUIntLE(at, 3))).toEqual([300, 2000, 70_000]);
	});

	test('is as large as its highest layer, which is not always the highest that was sent', () => {
		const sizes = [
			[320, 180],
			[640, 360],
			[1280, 720],
		] as const;
		const layers = [Buffer.alloc(300, 0x82), Buffer.alloc(200, 0x83), Buffer.alloc(100, 0x84)];
		const frame = (count: number) =>
			run(createDepacketizer('vp9'), packetizeVp9(layers.slice(0, count), true, 1100, sizes), 1)[0];
		expect(frame(3)?.size).toEqual({ width: 1280, height: 720 });
		expect(frame(2)?.size).toEqual({ width: 640, height: 360 });
	});

	test('a lost base layer packet drops the picture', () => {
		const depacketizer = createDepacketizer('vp9');
		expect(run(depacketizer, packetizeVp9([Buffer.alloc(3000, 1)], true), 1, 1)).toEqual([]);
		expect(run(depacketizer, packetizeVp9([Buffer.alloc(3000, 1)], false), 2)).toHaveLength(1);
	});
});

describe('H.264', () => {
	test('single units, STAP-A and FU-A become Annex B; a key frame has its parameter sets', () => {
		fc.assert(
			fc.property(bytes(1, 5000), fc.integer({ min: 20, max: 1300 }), (body, size) => {
				const idr = Buffer.concat([Buffer.from([0x65, 0x88]), body, Buffer.alloc(200, 7)]);
				const depacketizer = createDepacketizer('h264');
				const [frame] = run(depacketizer, packetizeH264([SPS, PPS, idr], size), 1);
				expect(frame?.keyFrame).toBe(true);
				expect(frame?.data.equals(annexB([SPS, PPS, idr]))).toBe(true);
				const [bare] = run(depacketizer, packetizeH264([idr], size), 2);
				expect(bare?.data.equals(annexB([SPS, PPS, idr]))).toBe(true);
				const slice = Buffer.concat([Buffer.from([0x41, 0x9a]), body]);
				const [delta] = run(depacketizer, packetizeH264([slice], size), 3);
				expect(delta?.keyFrame).toBe(false);
				expect(delta?.data.equals(annexB([slice]))).toBe(true);
			}),
		);
	});

	test('a key frame is none before its parameter sets were seen', () => {
		expect(run(createDepacketizer('h264'), packetizeH264([Buffer.alloc(300, 0x65)]), 1)).toEqual([]);
	});

	test('the frame after a lost one counts where it is surely whole', () => {
		const depacketizer = createDepacketizer('h264');
		const slice = Buffer.concat([Buffer.from([0x41, 0x9a]), Buffer.alloc(3000, 3)]);
		run(depacketizer, packetizeH264([slice]), 1, 2);
		const [first, ...rest] = packetizeH264([slice]);
		if (!first) throw new Error('no packets');
		expect(depacketizer.push(first.payload, 2, first.marker, true)).toBeUndefined();
		expect(run(depacketizer, rest, 2)).toHaveLength(1);
	});
});

describe('AV1', () => {
	const obu = (type: number, body: Buffer) =>
		withSizeField(Buffer.concat([Buffer.from([type << 3]), body])) ?? Buffer.alloc(0);

	test('gives back the temporal unit with size fields, without its delimiter', () => {
		fc.assert(
			fc.property(bytes(1, 3000), bytes(1, 200), fc.integer({ min: 30, max: 1200 }), (frame, header, size) => {
				const wanted = Buffer.concat([obu(1, header), obu(6, frame), obu(6, frame.subarray(0, 1))]);
				const [out] = run(
					createDepacketizer('av1'),
					packetizeAv1(Buffer.concat([obu(2, Buffer.alloc(0)), wanted]), size),
					5,
				);
				expect(out?.data.equals(wanted)).toBe(true);
				expect(out?.keyFrame).toBe(true);
			}),
		);
	});

	test('reads payloads that count their elements (W > 0)', () => {
		const payload = Buffer.concat([Buffer.from([0x20, 2, 6 << 3, 1]), Buffer.from([6 << 3, 2, 2])]);
		const [out] = run(createDepacketizer('av1'), [{ payload, marker: true }], 5);
		expect(out?.data).toEqual(Buffer.concat([obu(6, Buffer.from([1])), obu(6, Buffer.from([2, 2]))]));
	});

	test('a lost middle drops the unit', () => {
		const pieces = packetizeAv1(obu(6, Buffer.alloc(3000, 5)), 500);
		for (const lost of [0, 2]) expect(run(createDepacketizer('av1'), pieces, 1, lost)).toEqual([]);
	});
});

test('garbage of any shape never throws', () => {
	const codecs = ['vp8', 'vp9', 'h264', 'av1', 'opus'] as const;
	const payloads = fc.array(
		fc.tuple(fc.uint8Array({ maxLength: 60 }), fc.integer({ min: 0, max: 2 }), fc.boolean(), fc.boolean()),
	);
	fc.assert(
		fc.property(fc.constantFrom(...codecs), payloads, (codec, sequence) => {
			const depacketizer = createDepacketizer(codec);
			for (const [payload, timestamp, marker, loss] of sequence)
				depacketizer.push(Buffer.from(payload), timestamp, marker, loss);
		}),
		{ numRuns: 500 },
	);
});
