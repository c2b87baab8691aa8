import { expect, it } from 'vitest';
import { tokenMustAsk } from './tokenMustAsk.ts';

const token = (claims: unknown) => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.signature`;

it('reads who has to ask from the token', () => {
	expect(tokenMustAsk(token({ permissions: ['ask_join'], name: 'Ü?>' }))).toBe(true);
	expect(tokenMustAsk(token({ permissions: ['allow_join', 'allow_mod'] }))).toBe(false);
});

it.each(['', 'a.b.c', 'no token', token(null), token({ permissions: 'ask_join' })])(
	'takes %j for a token that need not',
	(odd) => {
		expect(tokenMustAsk(odd)).toBe(false);
	},
);
