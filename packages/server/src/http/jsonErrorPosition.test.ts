import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonErrorPosition } from './jsonErrorPosition.ts';

describe('jsonErrorPosition', () => {
	it.each([
		['{"a":x}', 5],
		['{"a":1,}', 7],
		['[1 2]', 3],
		['{"a"', 4],
		['', 0],
		['{} {}', 3],
		['{"a":01}', 6],
		["{'a':1}", 1],
		['{"a":"\u0001"}', 5],
		['[1}', 2],
	])('%j breaks at %d', (text, position) => {
		expect(() => JSON.parse(text)).toThrow();
		expect(jsonErrorPosition(text)).toBe(position);
	});

	it('accepts exactly what JSON.parse accepts', () => {
		const almostJson = fc
			.tuple(fc.json(), fc.nat(), fc.constantFrom('', ',', '}', ']', ':', '"', '1', 'x', ' '))
			.map(
				([text, at, mark]) => text.slice(0, at % (text.length + 1)) + mark + text.slice((at % (text.length + 1)) + 1),
			);
		fc.assert(
			fc.property(fc.oneof(fc.json(), almostJson), (text) => {
				let valid = true;
				try {
					JSON.parse(text);
				} catch {
					valid = false;
				}
				expect(jsonErrorPosition(text) === undefined).toBe(valid);
			}),
		);
	});
});
