import { expect, it } from 'vitest';
import type { Credentials } from './Credentials.ts';
import { Returns } from './Returns.ts';

const seat = (number: number) => ({ participantId: 'ann', resumeHash: `r${number}`, tokenHash: 't' });
const comer = (participantId: string, resumeHash: string | undefined, tokenHash = 't') => ({
	participantId,
	credentials: { resumeHash, tokenHash, named: true, mustAsk: false, ticketHash: undefined } satisfies Credentials,
});

it('lets those back who show resume token and token of one of their latest seats', () => {
	const returns = new Returns([1, 2, 3, 4, 5].map(seat));
	for (const number of [2, 3, 4, 5]) expect(returns.has(comer('ann', `r${number}`))).toBe(true);
	expect(returns.has(comer('ann', 'r1'))).toBe(false);
	for (const stranger of [comer('ann', undefined), comer('ann', 'r5', 'another'), comer('ben', 'r5')])
		expect(returns.has(stranger)).toBe(false);
	expect(new Returns(returns.all).has(comer('ann', 'r2'))).toBe(true);
	returns.forget('ann');
	expect(returns.has(comer('ann', 'r5'))).toBe(false);
	expect(returns.all).toEqual([]);
});
