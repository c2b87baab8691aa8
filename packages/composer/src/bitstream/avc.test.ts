import { describe, expect, it } from 'vitest';
import { annexBUnits } from './annex-b.ts';
import { avcCodecName, avcConfiguration, toAvcSample } from './avc.ts';

const SPS = Buffer.from([0x67, 100, 0, 31, 0xac, 0xd9]);
const PPS = Buffer.from([0x68, 0xeb, 0xe3]);
const SLICE = Buffer.from([0x65, 0x88, 0, 0, 3, 1]);
const LONG = Buffer.from([0, 0, 0, 1]);
const SHORT = Buffer.from([0, 0, 1]);

describe('annexBUnits', () => {
	it('takes start codes of either length, and padding', () => {
		const unit = Buffer.concat([LONG, SPS, SHORT, PPS, Buffer.from([0, 0]), LONG, SLICE, Buffer.from([0])]);
		expect(annexBUnits(unit)).toEqual([SPS, PPS, SLICE]);
	});

	it('finds nothing where there is nothing', () => {
		expect(annexBUnits(Buffer.alloc(0))).toEqual([]);
		expect(annexBUnits(Buffer.from([1, 2, 3]))).toEqual([]);
		expect(annexBUnits(Buffer.from([0, 0, 1]))).toEqual([]);
	});
});

describe('toAvcSample', () => {
	it('puts lengths in front and leaves parameter sets out', () => {
		const sample = toAvcSample(Buffer.concat([LONG, Buffer.from([9, 0xf0]), LONG, SPS, LONG, PPS, SHORT, SLICE]));
		expect(sample).toEqual(Buffer.concat([Buffer.from([0, 0, 0, SLICE.length]), SLICE]));
	});
});

describe('avcConfiguration', () => {
	it('holds both sets, and what the high profile adds', () => {
		const record = avcConfiguration(Buffer.concat([LONG, SPS, LONG, PPS]));
		const head = [1, 100, 0, 31, 0xff, 0xe1, 0, SPS.length];
		expect(record).toEqual(
			Buffer.concat([Buffer.from(head), SPS, Buffer.from([1, 0, PPS.length]), PPS, Buffer.from([0xfd, 0xf8, 0xf8, 0])]),
		);
		expect(avcCodecName(record)).toBe('avc1.64001f');
	});

	it('ends behind the sets in the baseline profile', () => {
		const baseline = Buffer.from([0x67, 66, 0xc0, 30, 1]);
		const record = avcConfiguration(Buffer.concat([LONG, baseline, LONG, PPS]));
		expect(record.subarray(-PPS.length)).toEqual(PPS);
		expect(avcCodecName(record)).toBe('avc1.42c01e');
	});

	it('says what is missing', () => {
		expect(() => avcConfiguration(Buffer.concat([LONG, SPS]))).toThrow('no parameter sets');
	});
});
