import { describe, expect, it } from 'vitest';
import { parseDuration } from './duration.ts';

describe('parseDuration', () => {
	it.each([
		['90', 90],
		['90s', 90],
		['15m', 900],
		['24h', 86_400],
		['7d', 604_800],
	])('%s is %d seconds', (text, seconds) => {
		expect(parseDuration(text)).toBe(seconds);
	});

	it.each(['', '0', '0h', '-1h', '1.5h', '5 minutes', '1w'])('refuses %j', (text) => {
		expect(() => parseDuration(text)).toThrow(/is not a duration/);
	});
});
