import { expect, test } from 'vitest';
import type { RtpPacket } from './packet.ts';
import { TimeLine } from './time-line.ts';

const CLOCK = 48_000;

function packet(sequence: number, timestamp: number): RtpPacket {
	return {
		payloadType: 111,
		ssrc: 1,
		sequence: sequence & 0xffff,
		timestamp: ((timestamp % 2 ** 32) + 2 ** 32) % 2 ** 32,
		marker: false,
		payload: Buffer.alloc(1),
	} as RtpPacket;
}

/** The packet of each 20 ms, on a clock that wraps after a second. */
const good = (number: number, from = 2 ** 32 - CLOCK) => packet(number, from + number * 960);

test('packets in time are taken, late, reordered and after a long pause too', () => {
	const line = new TimeLine(CLOCK);
	for (const [number, ms] of [
		[0, 0],
		[2, 40],
		[1, 90],
		[100, 2000],
		[101, 2900],
		[30_000, 600_000],
	] as const)
		expect(line.sort(good(number), ms)).toHaveLength(1);
});

test('nonsense is not taken, and what follows it is', () => {
	const line = new TimeLine(CLOCK);
	for (let number = 0; number < 200; number++) {
		expect(line.sort(good(number), number * 20)).toHaveLength(1);
		// Believable by its number, not by its time.
		expect(line.sort(packet(number + 300, 0x8000_0000 + number * 77_777_777), number * 20)).toEqual([]);
	}
});

test('a sender that begins a new time line is believed with its second packet, and nothing is lost', () => {
	const line = new TimeLine(CLOCK);
	expect(line.sort(good(0), 0)).toHaveLength(1);
	const [first, second, third] = [good(1, 77_000_000), good(2, 77_000_000), good(3, 77_000_000)];
	expect(line.sort(first, 20)).toEqual([]);
	expect(line.sort(second, 40)).toEqual([first, second]);
	expect(line.sort(third, 60)).toEqual([third]);
});

test('nonsense that comes first is forgotten', () => {
	const line = new TimeLine(CLOCK);
	expect(line.sort(packet(9, 123_456_789), 0)).toHaveLength(1);
	expect(line.sort(good(1), 20)).toEqual([]);
	expect(line.sort(good(2), 40)).toHaveLength(2);
	expect(line.sort(good(3), 60)).toHaveLength(1);
});
