import { beforeEach, expect, it } from 'vitest';
import { ClaimWatch } from './ClaimWatch.ts';

const SILENCE = 6_000;
let now = 0;
let watch: ClaimWatch;
beforeEach(() => {
	now = 0;
	watch = new ClaimWatch(SILENCE, () => now);
});

const claim = (id: string, until: number) => ({ id, claim: 'theirs', until });

it('a claim without a new sign of life belongs to a dead server, whatever time it carries', () => {
	const claims = [claim('ahead', 3_600_000), claim('behind', -3_600_000)];
	expect(watch.dead(claims)).toEqual([]);
	now += SILENCE - 1;
	expect(watch.dead(claims)).toEqual([]);
	now += 1;
	expect(watch.dead(claims)).toEqual(claims);
});

it('every sign of life restarts the silence, also one with an earlier time', () => {
	for (let sign = 5; sign > 0; sign--) {
		expect(watch.dead([claim('a', sign)])).toEqual([]);
		now += SILENCE - 1;
	}
	now += 1;
	expect(watch.dead([claim('a', 1)])).toHaveLength(1);
});

it('a claim of another server on the same item counts separately', () => {
	watch.dead([claim('a', 1)]);
	now += SILENCE;
	expect(watch.dead([{ ...claim('a', 1), claim: 'of another' }])).toEqual([]);
});

it('silence does not count while this process could not look', () => {
	watch.dead([claim('a', 1)]);
	now += SILENCE;
	watch.forget();
	expect(watch.dead([claim('a', 1)])).toEqual([]);
	now += SILENCE;
	expect(watch.dead([claim('a', 1)])).toHaveLength(1);
});

it('a released item that is claimed again counts from the start', () => {
	watch.dead([claim('a', 1)]);
	watch.dead([]);
	now += SILENCE;
	expect(watch.dead([claim('a', 1)])).toEqual([]);
});
