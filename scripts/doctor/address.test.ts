import type { networkInterfaces } from 'node:os';
import { expect, it } from 'vitest';
import { addressFinding } from './address.mjs';

type Interfaces = ReturnType<typeof networkInterfaces>;

const LOOPBACK = { address: '127.0.0.1', family: 'IPv4', internal: true };
const offline = { lo: [LOOPBACK] } as unknown as Interfaces;
const online = {
	lo: [LOOPBACK],
	eth0: [{ address: '192.0.2.7', family: 'IPv4', internal: false }],
} as never as Interfaces;

it('accepts the address that the server finds on its own', () => {
	const found = '192.0.2.7 (the first of this machine)';
	expect(addressFinding({}, online)).toEqual({ level: 'good', what: 'media address', found });
});

it.each(['203.0.113.7', 'calls.example.com', 'localhost.example.com'])('is content with %s', (address) => {
	expect(addressFinding({ ROOMCAST_MEDIA_ANNOUNCED_IP: address }, offline)).toMatchObject({
		level: 'good',
		found: `${address} (ROOMCAST_MEDIA_ANNOUNCED_IP)`,
	});
});

it.each(['127.0.0.1', '127.0.0.9', '::1', 'localhost'])(
	'says that Firefox sends nothing to %s, and what to set',
	(address) => {
		expect(addressFinding({ ROOMCAST_MEDIA_ANNOUNCED_IP: address }, online)).toMatchObject({
			level: 'note',
			found: `${address} (ROOMCAST_MEDIA_ANNOUNCED_IP)`,
			hint: expect.stringMatching(/Firefox.*set ROOMCAST_MEDIA_ANNOUNCED_IP=192\.0\.2\.7$/),
		});
	},
);

it('says the same on a machine without a network, where nobody named an address', () => {
	expect(addressFinding({}, offline)).toMatchObject({
		level: 'note',
		found: '127.0.0.1 (this machine has no other)',
		hint: expect.stringContaining('Firefox'),
	});
});
