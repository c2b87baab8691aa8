import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { SessionClock } from './SessionClock.ts';

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

it.each([60_000, -60_000, 3_600_000, -3_600_000])('a step of %i ms changes no length', (step) => {
	const begun = Date.now();
	const clock = new SessionClock();
	expect(clock.now()).toBe(begun);
	vi.advanceTimersByTime(5000);
	vi.setSystemTime(Date.now() + step);
	vi.advanceTimersByTime(5000);
	expect(clock.now()).toBe(begun + 10_000);
	expect(clock.ago(4000)).toBe(begun + 6000);
	// What begins afterwards has the time of the clock as it is set by then.
	expect(new SessionClock().now()).toBe(begun + 10_000 + step);
});

it('continues after what happened in the session, also when the clock was set back before', () => {
	const aliveAt = Date.now() + 3_600_000;
	const clock = new SessionClock(aliveAt);
	vi.advanceTimersByTime(1000);
	expect(clock.now()).toBe(aliveAt + 1000);
});
