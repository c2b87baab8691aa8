import { describe, expect, it } from 'vitest';
import { nextAnchor, partTicks } from './cadence.ts';

describe('partTicks', () => {
	it.each([
		[30, 12],
		[25, 10],
		[24, 8],
		[60, 24],
		[15, 6],
		[20, 8],
		[1, 1],
		// 58 has no share of that length.
		[29, 12],
	])('%i pictures a second: %i in a part', (frameRate, ticks) => {
		expect(partTicks(frameRate)).toBe(ticks);
	});
});

describe('nextAnchor', () => {
	it('is the next part or key frame', () => {
		expect([0, 1, 12, 13, 48, 49, 60, 61].map((tick) => nextAnchor(tick, 30))).toEqual([0, 12, 12, 24, 48, 60, 60, 72]);
	});

	it('does not pass a key frame where parts do not divide the group', () => {
		expect([48, 49, 58, 59].map((tick) => nextAnchor(tick, 29))).toEqual([48, 58, 58, 70]);
	});
});
