import { expect, it } from 'vitest';
import { needDirector, needDoorkeeper } from './needDirector.ts';

it('ends and removes with `allow_join` or `allow_mod`', () => {
	for (const permission of ['allow_join', 'allow_mod'] as const)
		expect(() => needDirector({ permissions: [permission] })).not.toThrow();
	for (const permissions of [[], ['ask_join' as const]]) expect(() => needDirector({ permissions })).toThrow('needs');
});

it('lets in with `allow_join` only', () => {
	expect(() => needDoorkeeper({ permissions: ['allow_join', 'allow_mod'] })).not.toThrow();
	for (const permissions of [[], ['ask_join' as const], ['allow_mod' as const]])
		expect(() => needDoorkeeper({ permissions })).toThrow('needs `allow_join`');
});
