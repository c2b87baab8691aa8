import { expect, it } from 'vitest';
import { backoff } from './backoff.ts';

it('tries at once, then ever more slowly, with jitter once it is slow', () => {
	expect([0, 1, 2, 3, 4, 9].map((attempt) => backoff(attempt, 0.5))).toEqual([0, 300, 1000, 2000, 4000, 4000]);
	expect(backoff(1, 0)).toBe(300);
	expect([backoff(4, 0), backoff(4, 1)]).toEqual([3200, 4800]);
});
