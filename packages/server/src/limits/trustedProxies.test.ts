import { describe, expect, it } from 'vitest';
import { blockList, clientAddress, isProxy, type Trust } from './trustedProxies.ts';

const from = (peer: string, forwarded: string | undefined, trust: Trust | undefined) =>
	clientAddress(
		{
			headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
			socket: { remoteAddress: peer } as never,
		},
		trust,
	);
const local = blockList(['loopback', '10.0.0.0/8', '2001:db8:1::/48']);

describe('without trusted proxies', () => {
	it('the peer counts, whatever it says', () => {
		expect(from('203.0.113.7', '198.51.100.1', undefined)).toBe('203.0.113.7');
		expect(from('::ffff:203.0.113.7', undefined, undefined)).toBe('203.0.113.7');
		expect(from('fe80::1%eth0', undefined, undefined)).toBe('fe80::1');
	});
});

describe('with the addresses of proxies', () => {
	it.each([
		['a peer that is none is not believed', '203.0.113.7', '198.51.100.1', '203.0.113.7'],
		['whom the proxy names', '127.0.0.1', '198.51.100.1', '198.51.100.1'],
		[
			'the nearest that is no proxy: what stands before it anybody may have written',
			'127.0.0.1',
			'1.2.3.4, 198.51.100.1',
			'198.51.100.1',
		],
		['behind two proxies', '::1', '198.51.100.1, 10.1.2.3', '198.51.100.1'],
		['a proxy of IPv6', '2001:db8:1::5', '2001:db8:2::7', '2001:db8:2::7'],
		['IPv6 with a port', '127.0.0.1', '[2001:db8:2::7]:4711', '2001:db8:2::7'],
		['IPv4 with a port', '127.0.0.1', '198.51.100.1:4711', '198.51.100.1'],
		['a proxy that names nobody', '127.0.0.1', undefined, '127.0.0.1'],
		['nothing but proxies', '127.0.0.1', '10.0.0.1', '10.0.0.1'],
	])('%s', (_, peer, forwarded, address) => {
		expect(from(peer, forwarded, local)).toBe(address);
	});

	it.each([
		'unknown',
		'_hidden',
		'',
		' ',
		'198.51.100.1.2',
		'999.1.1.1',
		'198.51.100.1, x',
		'"198.51.100.1"',
		'a'.repeat(5_000),
	])('what is no address is not taken for one: %s', (forwarded) => {
		expect(from('127.0.0.1', forwarded, local)).toBe('127.0.0.1');
	});

	it('knows which connections are those of proxies', () => {
		expect(isProxy('::ffff:10.9.9.9', local)).toBe(true);
		expect(isProxy('203.0.113.7', local)).toBe(false);
		expect(isProxy('127.0.0.1', undefined)).toBe(false);
	});
});

describe('with the number of proxies', () => {
	it.each([
		[1, '1.2.3.4, 198.51.100.1', '198.51.100.1'],
		[2, '1.2.3.4, 198.51.100.1, 203.0.113.9', '198.51.100.1'],
		[2, '198.51.100.1', '198.51.100.1'],
	])('%i: %s', (hops, forwarded, address) => {
		expect(from('203.0.113.1', forwarded, hops)).toBe(address);
	});
});

it.each(['10.0.0.0/33', '10.0.0', 'proxy', '10.0.0.0/8/8', '::1/x', ''])('%s is no block', (text) => {
	expect(() => blockList([text])).toThrow();
});
