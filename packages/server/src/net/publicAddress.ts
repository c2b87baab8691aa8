import { BlockList, isIP } from 'node:net';

/**
 * Ranges of IPv4 that are not of the public internet (IANA IPv4 Special-Purpose Address Registry, RFC 6890), and
 * Azure's host service, which answers virtual machines at an address that looks public.
 */
const SPECIAL_IPV4: readonly (readonly [string, number])[] = [
	['0.0.0.0', 8],
	['10.0.0.0', 8],
	['100.64.0.0', 10],
	['127.0.0.0', 8],
	['168.63.129.16', 32],
	['169.254.0.0', 16],
	['172.16.0.0', 12],
	['192.0.0.0', 24],
	['192.0.2.0', 24],
	['192.88.99.0', 24],
	['192.168.0.0', 16],
	['198.18.0.0', 15],
	['198.51.100.0', 24],
	['203.0.113.0', 24],
	['224.0.0.0', 4],
	['240.0.0.0', 4],
];

/** Ranges inside of 2000::/3 that are not of the public internet (IANA IPv6 Special-Purpose Address Registry). */
const SPECIAL_IPV6: readonly (readonly [string, number])[] = [
	['2001::', 23],
	['2001:db8::', 32],
	['3fff::', 20],
];

const specialIpv4 = blockList('ipv4', SPECIAL_IPV4);
const specialIpv6 = blockList('ipv6', SPECIAL_IPV6);
const globalUnicast = blockList('ipv6', [['2000::', 3]]);

function blockList(family: 'ipv4' | 'ipv6', ranges: readonly (readonly [string, number])[]): BlockList {
	const list = new BlockList();
	for (const [network, prefix] of ranges) list.addSubnet(network, prefix, family);
	return list;
}

/**
 * Whether an address belongs to the public internet. Private, loopback, link-local, carrier-grade NAT, multicast,
 * documentation and metadata addresses do not; neither do IPv6 addresses that stand for one of them (mapped, NAT64,
 * 6to4).
 *
 * @param address IPv4 or IPv6, without brackets and zone
 */
export function isPublicAddress(address: string): boolean {
	switch (isIP(address)) {
		case 4:
			return !specialIpv4.check(address, 'ipv4');
		case 6: {
			const embedded = embeddedIpv4(groups(address));
			if (embedded !== undefined) return isPublicAddress(embedded);
			return globalUnicast.check(address, 'ipv6') && !specialIpv6.check(address, 'ipv6');
		}
		default:
			return false;
	}
}

/** The eight groups of an IPv6 address. */
function groups(address: string): number[] {
	// The URL parser writes every form, dotted ones too, in hexadecimal groups.
	const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
	const parse = (text: string) => (text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16)));
	const left = parse(head);
	if (tail === undefined) return left;
	const right = parse(tail);
	return [...left, ...Array<number>(8 - left.length - right.length).fill(0), ...right];
}

/** The IPv4 address that an IPv6 address stands for: RFC 4291 (mapped), RFC 6052 (NAT64), RFC 3056 (6to4). */
function embeddedIpv4(all: readonly number[]): string | undefined {
	const dotted = (high = 0, low = 0) => [high >> 8, high & 255, low >> 8, low & 255].join('.');
	const prefix = all.slice(0, 6).join(':');
	if (prefix === '0:0:0:0:0:65535' || prefix === `${0x64}:${0xff9b}:0:0:0:0`) return dotted(all[6], all[7]);
	if (all[0] === 0x2002) return dotted(all[1], all[2]);
	return undefined;
}
