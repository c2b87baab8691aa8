import { expect, it } from 'vitest';
import { nextAttempt, type Progress } from '../queue/backoff.ts';
import { BACKOFF, GIVE_UP_AFTER_MS } from './schedule.ts';

const next = (progress: Progress, random: number) => nextAttempt(BACKOFF, progress, random);

it('a store that is away for a minute gets its file within the next two', () => {
	let now = 0;
	let tries = 0;
	while (now < 60_000) now = next({ tries: ++tries, queuedAt: 0, now }, 1) ?? Number.NaN;
	expect(tries).toBeLessThanOrEqual(6);
	expect(now).toBeLessThan(3 * 60_000);
});

it('retries for a day, a hundred attempts, and then stops', () => {
	let now = 0;
	let tries = 0;
	for (;;) {
		const at = next({ tries: ++tries, queuedAt: 0, now }, 0);
		if (at === undefined) break;
		expect(at).toBeGreaterThan(now);
		expect(at - now).toBeLessThanOrEqual(15 * 60_000);
		now = at;
	}
	expect(now).toBeGreaterThanOrEqual(GIVE_UP_AFTER_MS);
	expect(tries).toBeGreaterThan(90);
	expect(tries).toBeLessThan(120);
});

it('what its server could not try for more than a day gets one attempt, which is the last', () => {
	expect(next({ tries: 1, queuedAt: 0, now: 3 * GIVE_UP_AFTER_MS }, 0)).toBeUndefined();
});
