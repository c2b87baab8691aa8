import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { AwakeClock } from './AwakeClock.ts';

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.restoreAllMocks();
	vi.useRealTimers();
});

it('counts the time in which the process ran', () => {
	const clock = new AwakeClock();
	const begun = clock.now();
	vi.advanceTimersByTime(10_100);
	expect(clock.now() - begun).toBe(10_100);
	clock.close();
});

it('counts next to nothing of 15 s in which it was stopped, and continues afterwards', () => {
	const clock = new AwakeClock();
	vi.advanceTimersByTime(1000);
	const before = clock.now();
	// No timer fires meanwhile.
	const real = performance.now.bind(performance);
	vi.spyOn(performance, 'now').mockImplementation(() => real() + 15_000);
	expect(clock.now() - before).toBeLessThanOrEqual(500);
	vi.advanceTimersByTime(10_000);
	expect(clock.now() - before).toBeGreaterThanOrEqual(10_000);
	expect(clock.now() - before).toBeLessThanOrEqual(10_500);
	clock.close();
});

it('does not see a step of the wall clock', () => {
	const clock = new AwakeClock();
	const before = clock.now();
	vi.setSystemTime(Date.now() + 3_600_000);
	expect(clock.now()).toBe(before);
	vi.setSystemTime(Date.now() - 7_200_000);
	vi.advanceTimersByTime(1000);
	expect(clock.now() - before).toBe(1000);
	clock.close();
});
