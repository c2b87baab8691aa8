import { expect, it } from 'vitest';
import { byteRange } from './byteRange.ts';

it.each([
	[undefined, undefined],
	['bytes=0-', { first: 0, last: 99 }],
	['bytes=10-19', { first: 10, last: 19 }],
	['bytes=90-1000', { first: 90, last: 99 }],
	['bytes=-10', { first: 90, last: 99 }],
	['bytes=-1000', { first: 0, last: 99 }],
	['bytes=-0', 'unsatisfiable'],
	['bytes=100-', 'unsatisfiable'],
	['bytes=5-4', undefined],
	['bytes=0-1,4-5', undefined],
	['lines=0-1', undefined],
	['bytes=-', undefined],
])('%s of 100 bytes', (header, range) => {
	expect(byteRange(header, 100)).toEqual(range);
});
