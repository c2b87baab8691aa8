import { describe, expect, it } from 'vitest';
import { type Backoff, nextAttempt } from './backoff.ts';

const backoff: Backoff = { delays: [100, 1_000], repeatsLast: false, giveUpAfter: 10_000 };
const progress = { tries: 1, queuedAt: 500, now: 600 };

describe('the next attempt', () => {
	it('is made after the delay of its number, and a tenth of it more at most', () => {
		expect(nextAttempt(backoff, progress, 0)).toBe(700);
		expect(nextAttempt(backoff, progress, 1)).toBe(710);
		expect(nextAttempt(backoff, { ...progress, tries: 2 }, 0)).toBe(1_600);
	});

	it('is not made when the delays are used up, unless the last one repeats', () => {
		expect(nextAttempt(backoff, { ...progress, tries: 3 }, 0)).toBeUndefined();
		expect(nextAttempt({ ...backoff, repeatsLast: true }, { ...progress, tries: 30 }, 0)).toBe(1_600);
	});

	it('is not made for what was queued too long ago', () => {
		expect(nextAttempt(backoff, { ...progress, now: 10_499 }, 0)).toBe(10_599);
		expect(nextAttempt(backoff, { ...progress, now: 10_500 }, 0)).toBeUndefined();
	});

	it('waits as long as it is asked to, when that is longer', () => {
		expect(nextAttempt(backoff, { ...progress, notBefore: 50 }, 0)).toBe(700);
		expect(nextAttempt(backoff, { ...progress, notBefore: 500 }, 0)).toBe(1_100);
	});
});
