import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { expect, it } from 'vitest';
import { standardHeaders, toSecret } from './signatures.ts';

const message = { id: 'msg', timestamp: Math.floor(Date.now() / 1000), body: '{"name":"Ünïcode 🎤"}' };

it('signs with every secret, and each receiver finds its own', () => {
	const secrets = [toSecret(randomBytes(32)), toSecret(randomBytes(24))];
	const headers = standardHeaders(message, secrets);
	expect(headers['webhook-signature']?.split(' ')).toHaveLength(2);
	for (const secret of secrets)
		expect(new Webhook(secret).verify(message.body, headers)).toEqual({ name: 'Ünïcode 🎤' });
	const another = new Webhook(toSecret(randomBytes(32)));
	expect(() => another.verify(message.body, headers)).toThrow('No matching signature');
});
