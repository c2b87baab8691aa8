import { expect, it } from 'vitest';
import { readAudioPacket } from './audioPacket.ts';

const HEADER = [0x80, 111, 0, 1, 0, 0, 0, 1, 0, 0, 0, 7];
const packet = (first: number, ...rest: number[]) => Buffer.from([first, ...HEADER.slice(1), ...rest]);

it('reads the level from extensions of one and of two bytes, behind others', () => {
	const one = packet(0x90, 0xbe, 0xde, 0, 2, 0x51, 1, 2, 0, 0xa0, 0x80 | 33, 0, 0, 0xfc, 1);
	expect(readAudioPacket(one, 10)?.level).toBe(-33);
	const two = packet(0x90, 0x10, 0, 0, 2, 5, 1, 9, 0, 10, 1, 127, 0, 0xfc, 1);
	expect(readAudioPacket(two, 10)?.level).toBe(-127);
	expect(readAudioPacket(one, 11)?.level).toBeUndefined();
	expect(readAudioPacket(one, undefined)?.level).toBeUndefined();
	expect(readAudioPacket(packet(0x90, 0xbe, 0xde, 0, 1, 0xa0, 0, 0, 0, 0xfc, 1), 10)?.level).toBe(0);
});

it.each([
	['Opus of 20 ms', [0xfc], 20],
	['SILK of 60 ms', [3 << 3], 60],
	['hybrid of 20 ms, twice', [(13 << 3) | 1, 1], 40],
	['six frames of 20 ms', [0xfc | 3, 6], 120],
	['CELT of 2.5 ms', [16 << 3], 2.5],
])('knows how long a packet is: %s', (_name, payload, duration) => {
	expect(readAudioPacket(packet(0x80, ...payload, 0), undefined)?.duration).toBe(duration);
});

it('passes over what holds no sound, and never reads beyond a packet', () => {
	const whole = packet(0x91, 0, 0, 0, 9, 0xbe, 0xde, 0, 1, 0xa0, 33, 0, 0, 0xfc, 1);
	for (let length = 0; length < whole.length - 1; length++)
		expect(readAudioPacket(whole.subarray(0, length), 10)).toBeUndefined();
	expect(readAudioPacket(whole, 10)).toMatchObject({ level: -33, duration: 20 });
	expect(readAudioPacket(packet(0xa0, 0, 0, 3), 10)).toBeUndefined();
	expect(readAudioPacket(packet(0x90, 0xbe, 0xde, 0xff, 0xff, 0xa0, 1), 10)).toBeUndefined();
});
