import { describe, expect, it } from 'vitest';
import { checkLife } from './checkLife.ts';

const NOW = 1_767_225_600;
const LIMIT = 3_600;
const check = (claims: { iat?: number; exp?: number }) => () => checkLife(claims, LIMIT, NOW);

describe('the longest life of a token', () => {
	it('lets tokens pass that keep within it, with a minute of slack for clocks', () => {
		for (const claims of [
			{ iat: NOW, exp: NOW + LIMIT },
			{ iat: NOW - LIMIT + 1, exp: NOW + 1 },
			{ iat: NOW, exp: NOW + LIMIT + 60 },
			{ iat: NOW + 60, exp: NOW + LIMIT + 60 },
		])
			expect(check(claims)).not.toThrow();
	});

	it.each([
		['without exp', { iat: NOW }, '`exp` is missing'],
		['without iat', { exp: NOW + 60 }, '`iat` is missing'],
		['longer since iat', { iat: NOW - 100, exp: NOW + LIMIT }, '`exp` is 2026-01-01T01:00:00.000Z, 3700 s after `iat`'],
		['dated ahead', { iat: NOW + 1e6, exp: NOW + 1e6 + 60 }, '1000060 s after now'],
	])('refuses one %s, and names the limit', (_case, claims, says) => {
		expect(check(claims)).toThrow(says);
		expect(check(claims)).toThrow('at most 3600 s (ROOMCAST_TOKEN_MAX_LIFE)');
	});
});
