import { expect, it } from 'vitest';
import { focusOf } from './focusOf.ts';

const calm = {
	layout: 'AUTO',
	pinned: undefined,
	shared: [],
	keys: ['me', 'a', 'b'],
	screens: [],
	lastSpeaker: 'a',
} as const;

it.each([
	[{}, []],
	[{ layout: 'SIDEBAR' }, ['a']],
	[{ layout: 'SPOTLIGHT', lastSpeaker: undefined }, []],
	[{ screens: ['a:screen', 'b:screen'] }, ['b:screen']],
	[{ layout: 'GRID', screens: ['a:screen'] }, ['a:screen']],
	[{ pinned: 'b', screens: ['a:screen'] }, ['b']],
	[{ pinned: 'gone' }, []],
	[{ shared: ['a', 'b'], screens: ['c:screen'] }, ['b']],
	[{ shared: ['a', 'gone'] }, ['a']],
	[{ pinned: 'b', shared: ['a'] }, ['b']],
] as const)('%o gives the big place to %o', (change, focus) => {
	expect(focusOf({ ...calm, ...change })).toEqual(focus);
});
