import { describe, expect, it } from 'vitest';
import { permissionsOf } from './claims.ts';

const tokenOf = (claims: unknown) => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.sig`;

describe('permissionsOf', () => {
	it('reads the permissions', () => {
		expect(permissionsOf(tokenOf({ permissions: ['allow_join', 'allow_mod'], name: 'Łódź?>' }))).toEqual([
			'allow_join',
			'allow_mod',
		]);
	});

	it.each([undefined, '', 'a', 'a.b.c', 'a.%%%.c', tokenOf(null), tokenOf({}), tokenOf({ permissions: 'allow_mod' })])(
		'finds none in %s',
		(token) => {
			expect(permissionsOf(token)).toEqual([]);
		},
	);
});
