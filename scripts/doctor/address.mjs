import { networkInterfaces } from 'node:os';

/** @typedef {import('./finding.mjs').Finding} Finding */

const LOOPBACK = /^(127(\.\d{1,3}){3}|::1|(.+\.)?localhost)$/i;

/**
 * Whether browsers reach the address that the server announces for media.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {ReturnType<typeof networkInterfaces>} [interfaces] of this machine
 * @returns {Finding}
 */
export function addressFinding(env, interfaces = networkInterfaces()) {
	const what = 'media address';
	const own = Object.values(interfaces)
		.flatMap((addresses) => addresses ?? [])
		.find(({ family, internal }) => family === 'IPv4' && !internal)?.address;
	const named = env.ROOMCAST_MEDIA_ANNOUNCED_IP;
	const address = named || own || '127.0.0.1';
	const from = named ? 'ROOMCAST_MEDIA_ANNOUNCED_IP' : own ? 'the first of this machine' : 'this machine has no other';
	const found = `${address} (${from})`;
	if (!LOOPBACK.test(address)) return { level: 'good', what, found };
	const other = own ? ` ROOMCAST_MEDIA_ANNOUNCED_IP=${own}` : ' ROOMCAST_MEDIA_ANNOUNCED_IP to one of its addresses';
	const hint = `only Chrome and Safari on this machine get sound and picture there, Firefox does not send to loopback: set${other}`;
	return { level: 'note', what, found, hint };
}
