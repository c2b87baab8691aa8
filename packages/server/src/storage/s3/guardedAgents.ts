import http from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import type { TargetGuard } from '../../net/TargetGuard.ts';

/** Connections to one store at a time. */
const MAX_SOCKETS = 16;

/**
 * Agents that connect only to addresses that the guard lets through, also when a name changes between two connections.
 * Addresses that are written as numbers are not looked up: the guard must see the endpoint too.
 */
export function guardedAgents(guard: TargetGuard | undefined): { httpAgent: http.Agent; httpsAgent: https.Agent } {
	const options = {
		keepAlive: true,
		maxSockets: MAX_SOCKETS,
		...(guard === undefined ? {} : { lookup: lookupThrough(guard) }),
	};
	return { httpAgent: new http.Agent(options), httpsAgent: new https.Agent(options) };
}

function lookupThrough(guard: TargetGuard): LookupFunction {
	return (hostname, options, callback) => {
		guard.check(`http://${hostname}/`, 'storage').then(
			({ lookup }) => lookup(hostname, options, callback),
			(error) => callback(error, ''),
		);
	};
}
