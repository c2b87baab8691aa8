import { describe, expect, it } from 'vitest';
import { carrierOf } from './carriers.ts';

const hex = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));
const toHex = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString('hex');

/** An encrypted frame, with what looks like start codes in it and at its end. */
const SEALED = '99000000010000000303000002000001ff000000';

/** A frame of each codec, and what of it may be seen. */
const FRAMES = {
	'audio/opus': ['fc aabbcc', 'fc'],
	'video/VP8': ['10 0200 9d012a 8002 6801 aabbcc', '1002009d012a80026801'],
	'video/vp9': ['8249 8342 aabb', ''],
	'video/AV1': ['1200 0a03aabbcc 3203112233', '0a03aabbcc3214'],
	'video/H264': [
		'00000001 67420c 000001 68ce 000001 65b84000aabbccddee',
		'0000000167420c0000000168ce0000000165b84000aa',
	],
} as const;

describe.each(Object.entries(FRAMES))('a frame of %s', (codec, [frame, clear]) => {
	const carrier = carrierOf(codec);
	const wrapped = carrier?.wrap(hex(frame), hex(SEALED));

	it('shows only what is asked on the way', () => {
		expect(toHex(wrapped)?.startsWith(clear)).toBe(true);
		const rest = toHex(wrapped)?.slice(clear.length);
		if (codec === 'video/H264') expect(rest).toBe('9900000300010000030003030000030200000301ff0000030080');
		else expect(rest).toBe(SEALED);
	});

	it('comes out as it went in', () => {
		expect(toHex(wrapped && carrier?.unwrap(wrapped))).toBe(SEALED);
	});
});

describe('a delta frame of VP8', () => {
	it('shows one byte', () => {
		const wrapped = carrierOf('video/VP8')?.wrap(hex('31 aabbcc'), hex(SEALED));
		expect(toHex(wrapped)).toBe(`31${SEALED}`);
	});
});

describe('H.264', () => {
	const h264 = carrierOf('video/H264');

	it('has no start code but those of its units', () => {
		const wrapped = toHex(h264?.wrap(hex(FRAMES['video/H264'][0]), hex(SEALED))) ?? '';
		expect(wrapped.match(/(?:..)*?000001/g)).toHaveLength(3);
		expect(wrapped).not.toMatch(/00$/);
	});

	it('is found behind start codes of three bytes, as receivers may write them', () => {
		const wrapped = toHex(h264?.wrap(hex(FRAMES['video/H264'][0]), hex(SEALED))) ?? '';
		expect(toHex(h264?.unwrap(hex(wrapped.replaceAll('00000001', '000001'))))).toBe(SEALED);
	});

	it('without a slice is not sent', () => {
		expect(h264?.wrap(hex('00000001 0910'), hex(SEALED))).toBeUndefined();
	});
});

describe('AV1', () => {
	const av1 = carrierOf('video/AV1');

	it('is found without sizes, as packets carry it', () => {
		expect(toHex(av1?.unwrap(hex(`30${SEALED}`)))).toBe(SEALED);
	});

	it.each(['', '32', '32ff', '3214aabb', '12', '0a03aabbcc'])('that is cut off (%s) is no frame', (text) => {
		expect(av1?.unwrap(hex(text))).toBeUndefined();
	});

	it('carries frames of any size', () => {
		for (const size of [1, 127, 128, 16384, 300_000]) {
			const sealed = new Uint8Array(size).fill(7);
			expect(av1?.unwrap(av1.wrap(hex('1200 3201aa'), sealed) ?? hex(''))?.length).toBe(size);
		}
	});
});

it('a codec that is not known has no carrier', () => {
	expect(carrierOf('video/VVC')).toBeUndefined();
});
