import type { IncomingMessage } from 'node:http';
import { BlockList, isIP, isIPv6 } from 'node:net';

/** Which proxies may say whom they speak for: how many stand before this server, or their addresses. */
export type Trust = number | BlockList;

/**
 * Where a request comes from: the peer of its connection, or whom trusted proxies name in `X-Forwarded-For`. Each proxy adds
 * at the end whom it got the request from, so the list is read from its end, for as long as proxies are trusted. What is no
 * address ends the reading: the last that was one counts.
 *
 * @param trust undefined: nobody is believed
 * @returns an IP address; empty when the connection is gone
 */
export function clientAddress(
	{ headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>,
	trust: Trust | undefined,
): string {
	let address = plain(socket.remoteAddress ?? '');
	if (trust === undefined) return address;
	const forwarded = [headers['x-forwarded-for'] ?? []].flat().join(',').split(',');
	for (let hops = 1; forwarded.length > 0 && isTrusted(address, hops, trust); hops++) {
		const next = parseNode(forwarded.pop() ?? '');
		if (next === undefined) return address;
		address = next;
	}
	return address;
}

/** Whether a connection from there is one of a proxy. */
export function isProxy(address: string, trust: Trust | undefined): boolean {
	return trust !== undefined && isTrusted(plain(address), 1, trust);
}

/** Addresses and blocks of addresses, such as `10.0.0.0/8`; `loopback` for those of this machine. Throws for anything else. */
export function blockList(entries: readonly string[]): BlockList {
	const list = new BlockList();
	for (const entry of entries.flatMap((each) => (each === 'loopback' ? ['127.0.0.0/8', '::1'] : [each]))) {
		const [address = '', bits, ...rest] = entry.split('/');
		const family = isIPv6(address) ? 'ipv6' : 'ipv4';
		if (isIP(address) === 0 || rest.length > 0) throw new Error(`${entry} is not an address`);
		if (bits === undefined) list.addAddress(address, family);
		else if (/^\d{1,3}$/.test(bits)) list.addSubnet(address, Number(bits), family);
		else throw new Error(`${entry} is not a block of addresses`);
	}
	return list;
}

function isTrusted(address: string, hops: number, trust: Trust): boolean {
	if (typeof trust === 'number') return hops <= trust;
	return isIP(address) !== 0 && trust.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

/** An address of the list: `203.0.113.7`, `203.0.113.7:4711`, `2001:db8::7`, `[2001:db8::7]:4711`. */
function parseNode(text: string): string | undefined {
	const [, bracketed, v4] = /^(?:\[([0-9a-f:.]+)\](?::\d{1,5})?|([\d.]+)(?::\d{1,5})?)$/i.exec(text.trim()) ?? [];
	const address = plain(bracketed ?? v4 ?? text.trim());
	return isIP(address) === 0 ? undefined : address;
}

/** IPv4 where a socket for both shows it as IPv6 (RFC 4291 section 2.5.5.2), and no zone (RFC 4007 section 11). */
function plain(address: string): string {
	const [, mapped] = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address) ?? [];
	return mapped ?? address.replace(/%.*$/, '');
}
