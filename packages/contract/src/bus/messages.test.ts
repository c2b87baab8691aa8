import { expect, it } from 'vitest';
import { lazyValidator } from '../lazyValidator.ts';
import { BUS_CHANNELS } from './messages.ts';

const request = { method: 'POST', path: '/v2/sessions/end', headers: [['accept', '*/*']], body: null, address: '::1' };

it('reads what a node of the next version adds, and refuses what lacks a field', () => {
	const fits = lazyValidator(BUS_CHANNELS.http.head);
	expect(fits(request)).toBe(true);
	expect(fits({ ...request, deadline: 5000 })).toBe(true);
	const { address, ...rest } = request;
	expect(fits(rest)).toBe(false);
	expect(lazyValidator(BUS_CHANNELS.signalling.head)({ address, region: 'eu' })).toBe(true);
});
