import { isIPv6 } from 'node:net';

/**
 * What an address is counted as: an IPv4 address alone, an IPv6 address with the others of its /64, which is the least
 * that one subscriber gets (RFC 6177): each of those has as many addresses as it likes.
 */
export function addressKey(address: string): string {
	if (!isIPv6(address)) return address;
	const [head = '', tail] = address.toLowerCase().split('::', 2);
	const groups = head === '' ? [] : head.split(':');
	if (tail !== undefined) {
		// An IPv4 address at the end stands for two groups.
		const after = tail === '' ? 0 : tail.split(':').length + (tail.includes('.') ? 1 : 0);
		while (groups.length + after < 8) groups.push('0');
		groups.push(...tail.split(':'));
	}
	return `${groups
		.slice(0, 4)
		.map((group) => Number.parseInt(group || '0', 16).toString(16))
		.join(':')}::/64`;
}
