import { describe, expect, it } from 'vitest';
import { MEDIA_START_SECONDS, mediaStartMs } from './media-start.ts';

const DAY = 86_400;

/** What Shaka Player does with each part: whether it resets its source buffer, which costs all pictures up to a key frame. */
class ShakaOffset {
	#set = 0;
	resets = 0;

	append(presentation: number, decodeTime: number, timescale: number): void {
		const wanted = presentation - decodeTime / timescale;
		if (Math.abs(this.#set - wanted) < 0.001) return;
		this.resets++;
		this.#set = wanted < 0 ? wanted + 0.001 : wanted;
	}
}

/** Resets over two minutes of parts, for a player that joins at an age of the stream. */
function resets(startSeconds: number, ageSeconds: number, timescale = 90_000): number {
	const offset = new ShakaOffset();
	let presentation = 0;
	for (let part = 0; part < 300; part++) {
		offset.append(presentation, Math.round((startSeconds + ageSeconds + part * 0.4) * timescale), timescale);
		presentation += 0.4;
	}
	return offset.resets;
}

describe('media times', () => {
	it('are such that Shaka Player does not reset itself, at every age up to 150 days', () => {
		const ages = [0, 5, 90, 3600, 10 * 3600, 3 * DAY, 30 * DAY, 150 * DAY];
		// Every second for five minutes, every minute for a day, every hour for the rest; and beginnings after a gap.
		for (let age = 0; age < 300; age += 2) ages.push(age);
		for (let age = 0; age < DAY; age += 60) ages.push(age);
		for (let age = 0; age < 150 * DAY; age += 3600) ages.push(age, age + 1.375, age + 0.875);
		const bad = ages.filter((age) => resets(mediaStartMs(0) / 1000, age) > 2);
		expect(bad).toEqual([]);
		// From zero on it does, at some ages: what the start is high for.
		expect([3600, 100].map((age) => resets(0, age) > 100)).toEqual([true, true]);
	});

	it('continue after a gap, at least as late as the clock says', () => {
		expect(mediaStartMs(0)).toBe(MEDIA_START_SECONDS * 1000);
		expect(mediaStartMs(-3)).toBe(mediaStartMs(0));
		for (const elapsed of [1, 125, 126, 3_723_456]) {
			const after = mediaStartMs(elapsed) - mediaStartMs(0) - elapsed;
			expect(after).toBeGreaterThanOrEqual(0);
			expect(after).toBeLessThan(125);
		}
	});
});
