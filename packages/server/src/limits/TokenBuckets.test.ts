import { expect, it } from 'vitest';
import { TokenBuckets } from './TokenBuckets.ts';

it('lets a minute of requests through at once, then as many as are due', () => {
	let now = 0;
	const buckets = new TokenBuckets(60, () => now);
	for (let i = 0; i < 60; i++) expect(buckets.take('a')).toBe(0);
	expect(buckets.take('a')).toBe(1000);
	now = 400;
	expect(buckets.take('a')).toBe(600);
	now = 1000;
	expect(buckets.take('a')).toBe(0);
	expect(buckets.take('a')).toBe(1000);
});

it('counts each key for itself, and never more than a minute', () => {
	let now = 0;
	const buckets = new TokenBuckets(2, () => now);
	expect([buckets.take('a'), buckets.take('a'), buckets.take('a')]).toEqual([0, 0, 30_000]);
	expect(buckets.take('b')).toBe(0);
	now = 3_600_000;
	expect([buckets.take('a'), buckets.take('a'), buckets.take('a')]).toEqual([0, 0, 30_000]);
});
