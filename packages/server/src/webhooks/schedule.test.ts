import { describe, expect, it } from 'vitest';
import { GIVE_UP_AFTER_MS, nextAttempt, parseRetryAfter, RETRY_DELAYS } from './schedule.ts';

const HOUR = 3_600_000;
const at = { tries: 1, queuedAt: 0, now: 1_000 };

describe('the schedule', () => {
	it('takes about three days', () => {
		const least = RETRY_DELAYS.reduce((sum, delay) => sum + delay, 0);
		expect(least / HOUR).toBeGreaterThan(70);
		expect((least * 1.1) / HOUR).toBeLessThan(78);
	});

	it('does not reach the limit of age before the last attempt', () => {
		const beforeLast = RETRY_DELAYS.slice(0, -1).reduce((sum, delay) => sum + delay * 1.1, 0);
		expect(beforeLast).toBeLessThan(GIVE_UP_AFTER_MS);
	});

	it('waits a little longer by chance, never shorter', () => {
		expect(nextAttempt(at, 0)).toBe(1_000 + 5_000);
		expect(nextAttempt(at, 1)).toBe(1_000 + 5_500);
	});

	it('ends after twelve attempts, and after three days', () => {
		expect(nextAttempt({ ...at, tries: 11 }, 0)).toBe(1_000 + 24 * HOUR);
		expect(nextAttempt({ ...at, tries: 12 }, 0)).toBeUndefined();
		expect(nextAttempt({ ...at, now: 72 * HOUR }, 0)).toBeUndefined();
	});

	it('heeds Retry-After when it is longer, up to a day', () => {
		expect(nextAttempt({ ...at, retryAfter: 60_000 }, 0)).toBe(61_000);
		expect(nextAttempt({ ...at, retryAfter: 1_000 }, 0)).toBe(6_000);
		expect(nextAttempt({ ...at, retryAfter: 1000 * HOUR }, 0)).toBe(1_000 + 24 * HOUR);
	});
});

it.each([
	[undefined, undefined],
	['30', 30_000],
	['Thu, 01 Jan 1970 00:01:00 GMT', 59_000],
	['Wed, 01 Jan 1969 00:00:00 GMT', 0],
	['soon', undefined],
	['-5', undefined],
])('Retry-After: %s is %s ms', (header, expected) => {
	expect(parseRetryAfter(header, 1_000)).toBe(expected);
});
