import { networkInterfaces } from 'node:os';

/** The first IPv4 address of this machine that others can reach, else loopback. */
export function ownAddress(): string {
	for (const addresses of Object.values(networkInterfaces()))
		for (const address of addresses ?? []) if (address.family === 'IPv4' && !address.internal) return address.address;
	return '127.0.0.1';
}
