import { expect, it } from 'vitest';
import { GIVE_UP_AFTER_MS, nextAttempt } from './schedule.ts';

it('a store that is away for a minute gets its file within the next two', () => {
	let now = 0;
	let tries = 0;
	while (now < 60_000) now = nextAttempt({ tries: ++tries, queuedAt: 0, now }, 1) ?? Number.NaN;
	expect(tries).toBeLessThanOrEqual(6);
	expect(now).toBeLessThan(3 * 60_000);
});

it('it goes on for a day, a hundred attempts, and then no more', () => {
	let now = 0;
	let tries = 0;
	for (;;) {
		const next = nextAttempt({ tries: ++tries, queuedAt: 0, now }, 0);
		if (next === undefined) break;
		expect(next).toBeGreaterThan(now);
		expect(next - now).toBeLessThanOrEqual(15 * 60_000);
		now = next;
	}
	expect(now).toBeGreaterThanOrEqual(GIVE_UP_AFTER_MS);
	expect(tries).toBeGreaterThan(90);
	expect(tries).toBeLessThan(120);
});

it('what its server could not try for more than a day gets one attempt, which is the last', () => {
	expect(nextAttempt({ tries: 1, queuedAt: 0, now: 3 * GIVE_UP_AFTER_MS }, 0)).toBeUndefined();
});
