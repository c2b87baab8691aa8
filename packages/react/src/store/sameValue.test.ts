import { expect, it } from 'vitest';
import { sameValue } from './sameValue.ts';

it.each([
	[Number.NaN, Number.NaN, true],
	[{ a: 1, b: 'x' }, { b: 'x', a: 1 }, true],
	[[1, 2], [1, 2], true],
	[{}, {}, true],
	[0, -0, false],
	[{ a: 1 }, { a: 2 }, false],
	[{ a: undefined }, { b: undefined }, false],
	[{ a: {} }, { a: {} }, false],
	[[1], { 0: 1 }, false],
	[[1, 2], [2, 1], false],
	[null, {}, false],
	// Their contents are not in their properties.
	[new Map(), new Map(), false],
])('%o and %o: %s', (a, b, same) => {
	expect([sameValue(a, b), sameValue(b, a)]).toEqual([same, same]);
});
