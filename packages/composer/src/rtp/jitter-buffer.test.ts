import fc from 'fast-check';
import { expect, test } from 'vitest';
import { JitterBuffer } from './jitter-buffer.ts';
import type { RtpPacket } from './packet.ts';

function packet(sequence: number): RtpPacket {
	return {
		payloadType: 96,
		marker: false,
		sequence: sequence & 0xffff,
		timestamp: sequence,
		ssrc: 1,
		payload: Buffer.alloc(0),
		extension: undefined,
	};
}

const options = { reorderMs: 10, retryMs: 40, maxWaitMs: 100, capacity: 512 };

test('packets in any order come out in order, each once, whatever is doubled', () => {
	const near = fc.array(fc.tuple(fc.integer({ min: 0, max: 8 }), fc.boolean()), { minLength: 1, maxLength: 200 });
	fc.assert(
		fc.property(fc.integer({ min: 0, max: 65_535 }), near, (first, delays) => {
			const arrivals = delays
				.flatMap(([delay, twice], index) =>
					twice
						? [
								{ index, at: index + delay },
								{ index, at: index + 9 },
							]
						: [{ index, at: index + delay }],
				)
				.sort((a, b) => a.at - b.at || a.index - b.index)
				// The first packet sets where the stream begins, so it comes first here.
				.filter((arrival) => arrival.index !== 0);
			const buffer = new JitterBuffer(options);
			buffer.insert(packet(first), 0);
			const out: number[] = [];
			for (const arrival of arrivals) {
				buffer.insert(packet(first + arrival.index), arrival.at);
				for (let next = buffer.pop(arrival.at); next; next = buffer.pop(arrival.at))
					out.push(next.packet.timestamp - first);
			}
			for (let next = buffer.pop(300); next; next = buffer.pop(300)) out.push(next.packet.timestamp - first);
			expect(out).toEqual(delays.map((_, index) => index));
		}),
	);
});

test('a hole is asked for after the reorder time, again after the retry time, and abandoned at last', () => {
	const buffer = new JitterBuffer(options);
	buffer.insert(packet(1), 0);
	buffer.insert(packet(4), 0);
	expect(buffer.pop(0)?.sequence).toBe(1);
	expect(buffer.missing(5)).toEqual([]);
	expect(buffer.missing(10)).toEqual([2, 3]);
	expect(buffer.missing(30)).toEqual([]);
	buffer.insert(packet(2), 35);
	expect(buffer.missing(50)).toEqual([3]);
	expect(buffer.pop(60)).toMatchObject({ sequence: 2, lostBefore: 0 });
	expect(buffer.pop(99)).toBeUndefined();
	expect(buffer.pop(100)).toMatchObject({ sequence: 4, lostBefore: 1 });
	expect(buffer.missing(200)).toEqual([]);
});

test('a full buffer gives the hole up rather than growing', () => {
	const buffer = new JitterBuffer(options);
	buffer.insert(packet(0), 0);
	buffer.pop(0);
	for (let sequence = 2; sequence < 600; sequence++) buffer.insert(packet(sequence), 0);
	expect(buffer.pop(0)).toMatchObject({ sequence: 2, lostBefore: 1 });
});

test('one wild sequence number is ignored, a second in a row restarts', () => {
	const buffer = new JitterBuffer(options);
	buffer.insert(packet(100), 0);
	buffer.pop(0);
	expect(buffer.insert(packet(40_000), 1)).toBeUndefined();
	expect(buffer.insert(packet(101), 2)).toBe(101);
	expect(buffer.restarts).toBe(0);
	expect(buffer.insert(packet(40_000), 3)).toBeUndefined();
	expect(buffer.insert(packet(40_001), 4)).toBe(40_001);
	expect(buffer.restarts).toBe(1);
	expect(buffer.pop(4)).toMatchObject({ sequence: 101 - 101 + 40_001, lostBefore: 0 });
});

test('a forged packet far ahead silences the stream only for a moment', () => {
	const buffer = new JitterBuffer(options);
	const out: number[] = [];
	for (let sequence = 0; sequence < 60; sequence++) {
		buffer.insert(packet(sequence), sequence * 20);
		if (sequence === 20) buffer.insert(packet(400), sequence * 20);
		for (let next = buffer.pop(sequence * 20); next; next = buffer.pop(sequence * 20)) out.push(next.packet.sequence);
	}
	expect(out.slice(0, 21)).toEqual(Array.from({ length: 21 }, (_, index) => index));
	expect(out.filter((sequence) => sequence > 20 && sequence < 60).length).toBeGreaterThan(20);
	expect(out.at(-1)).toBe(59);
});

test('the same where packets are lost, and overtake each other by a few', () => {
	const buffer = new JitterBuffer(options);
	const out: number[] = [];
	// Of five the last comes first, and the fourth not at all.
	const order = Array.from({ length: 16 }, (_, group) => [4, 0, 1, 2].map((place) => group * 5 + place)).flat();
	for (const [index, sequence] of order.entries()) {
		const now = index * 20;
		buffer.insert(packet(sequence), now);
		if (index === 16) buffer.insert(packet(400), now);
		for (let next = buffer.pop(now); next; next = buffer.pop(now)) out.push(next.packet.sequence);
	}
	expect(out.filter((sequence) => sequence > 20 && sequence < 80).length).toBeGreaterThan(20);
	expect(out).not.toContain(3);
});
