import { expect, it } from 'vitest';
import { elapsed } from './elapsed.ts';

it.each([
	[-5, '0:00'],
	[999, '0:00'],
	[7000, '0:07'],
	[754_000, '12:34'],
	[3_600_000, '1:00:00'],
	[36_723_999, '10:12:03'],
])('%i ms: %s', (ms, text) => {
	expect(elapsed(ms)).toBe(text);
});
