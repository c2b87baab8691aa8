import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { watchSleep } from './watchSleep.ts';

let woken: number;
let end: () => void;

beforeEach(() => {
	vi.useFakeTimers();
	woken = 0;
	end = watchSleep(() => woken++);
});

afterEach(() => {
	end();
	vi.useRealTimers();
});

it('says nothing while timers run', () => {
	vi.advanceTimersByTime(60_000);
	expect(woken).toBe(0);
});

it('says once that the machine slept, when the monotonic clock stood still too', () => {
	vi.advanceTimersByTime(3000);
	vi.setSystemTime(Date.now() + 40_000);
	vi.advanceTimersByTime(3000);
	expect(woken).toBe(1);
});

it('says once that the page was frozen, when the wall clock was set back meanwhile', () => {
	const now = performance.now.bind(performance);
	let slept = 0;
	vi.spyOn(performance, 'now').mockImplementation(() => now() + slept);
	vi.advanceTimersByTime(3000);
	slept = 40_000;
	vi.setSystemTime(Date.now() - 3_600_000);
	vi.advanceTimersByTime(3000);
	expect(woken).toBe(1);
	vi.restoreAllMocks();
});
