import { describe, expect, it } from 'vitest';
import { isKeyFrame, nextAnchor, partTicks } from './cadence.ts';

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

describe('isKeyFrame', () => {
	const keyFrames = (frameRate: number, live: boolean) =>
		Array.from({ length: frameRate * 4 }, (_, tick) => tick).filter((tick) => isKeyFrame(tick, frameRate, live));

	it('is one at the start of each group', () => {
		expect(keyFrames(30, false)).toEqual([0, 60]);
	});

	it.each([
		[30, [0, 36, 60, 96]],
		[25, [0, 30, 50, 80]],
		[24, [0, 24, 48, 72]],
		[1, [0, 1, 2, 3]],
	])('of a live stream of %i pictures a second, also half-way at a part', (frameRate, ticks) => {
		expect(keyFrames(frameRate, true)).toEqual(ticks);
		expect(ticks.every((tick) => nextAnchor(tick, frameRate) === tick)).toBe(true);
	});
});
