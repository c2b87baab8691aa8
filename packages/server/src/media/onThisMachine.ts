import type { TransportInfo } from '@roomcast/contract';

/**
 * Transports for a client on this machine: on loopback too, because the announced address of a server behind NAT often
 * cannot be reached from the inside. Where workers do not listen there, these lead nowhere.
 */
export function onThisMachine<T extends { [direction: string]: TransportInfo | null }>(transports: T): T {
	const entries = Object.entries(transports).map(([direction, transport]) => [direction, withLoopback(transport)]);
	return Object.fromEntries(entries) as T;
}

function withLoopback(transport: TransportInfo | null): TransportInfo | null {
	if (transport === null) return null;
	const loopback = transport.iceCandidates.map((candidate, index) => ({
		...candidate,
		foundation: `loopback${index}`,
		ip: '127.0.0.1',
		address: '127.0.0.1',
	}));
	return { ...transport, iceCandidates: [...loopback, ...transport.iceCandidates] };
}
