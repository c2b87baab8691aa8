import { expect, it } from 'vitest';
import { tokenMay } from './tokenMay.ts';

const token = (claims: unknown) => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.signature`;

it('reads from the token whether its holder has to ask', () => {
	expect(tokenMay('call.ask', token({ permissions: ['ask_join'], name: 'Ü?>' }), false)).toBe(true);
	expect(tokenMay('call.ask', token({ permissions: ['allow_join', 'allow_mod'] }), false)).toBe(false);
});

it.each(['', 'a.b.c', 'no token', token(null), token({ permissions: 'ask_join' })])(
	'takes %j for a token that need not',
	(odd) => {
		expect(tokenMay('call.ask', odd, false)).toBe(false);
	},
);

it('says whether its holder may send', () => {
	expect(tokenMay('call.send', token({ permissions: ['allow_view'] }), true)).toBe(false);
	expect(tokenMay('call.send', token({ permissions: ['ask_join'] }), true)).toBe(true);
	expect(tokenMay('call.send', 'no token', true)).toBe(true);
});
