import { connect as connectTcp, isIP, type LookupFunction, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { RtmpTarget } from './target.ts';

/** Answers with the checked addresses, even if DNS has others meanwhile. */
function pinned(addresses: readonly string[]): LookupFunction {
	return (hostname, options, callback) => {
		const found = addresses.map((address) => ({ address, family: isIP(address) })).filter(({ family }) => family !== 0);
		const [first] = found;
		if (!first) callback(Object.assign(new Error(`${hostname} has no address`), { code: 'ENOTFOUND' }), '');
		else if (options.all) callback(null, found);
		else callback(null, first.address, first.family);
	};
}

/**
 * Connects to a server, by TLS with its certificate verified where the address says so.
 *
 * @param addresses to connect to instead of what DNS says
 * @throws the system's error, or one that the time is over
 */
export function openSocket(
	target: RtmpTarget,
	timeoutMs: number,
	addresses: readonly string[] | undefined,
): Promise<Socket> {
	const { host, port, secure } = target;
	// An address that is given literally is not looked up: then the first of those checked is used.
	const literal = addresses && isIP(host) !== 0 ? addresses[0] : undefined;
	const options = { host: literal ?? host, port, noDelay: true, ...(addresses ? { lookup: pinned(addresses) } : {}) };
	return new Promise((resolve, reject) => {
		const socket = secure
			? connectTls({ ...options, ...(isIP(host) === 0 ? { servername: host } : {}) })
			: connectTcp(options);
		const timer = setTimeout(() => {
			socket.destroy();
			reject(new Error(`no connection within ${timeoutMs / 1000} s`));
		}, timeoutMs);
		socket.on('error', (error) => {
			clearTimeout(timer);
			reject(error);
		});
		socket.once(secure ? 'secureConnect' : 'connect', () => {
			clearTimeout(timer);
			// The handler above stays: an error later must not end the process; `close` follows and is handled.
			resolve(socket);
		});
	});
}
