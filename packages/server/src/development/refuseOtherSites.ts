import { isIP } from 'node:net';
import { RoomcastError } from '@roomcast/contract';

/** How a call says where it comes from and where it goes. */
export interface Whence {
	/** The header; browsers send it with every POST, others need not. */
	readonly origin: string | undefined;
	/** Of the header `Host`, without the port. */
	readonly hostname: string;
}

/**
 * Refuses pages of other sites. The port may differ, as it does behind a development proxy.
 *
 * A name that anybody can register could be made to lead to this machine once its page is loaded (DNS rebinding): then
 * origin and host are the same and neither is ours. So the host has to be one that cannot be another's.
 *
 * @param publicUrl base of the links that this server hands out
 * @throws RoomcastError DEVELOPMENT_ONLY
 */
export function refuseOtherSites({ origin, hostname }: Whence, publicUrl: string): void {
	if (origin === undefined) return;
	if (!URL.canParse(origin) || new URL(origin).hostname !== hostname)
		throw new RoomcastError('DEVELOPMENT_ONLY', `pages of ${origin} cannot get development tokens`);
	if (isOurs(hostname, new URL(publicUrl).hostname)) return;
	throw new RoomcastError(
		'DEVELOPMENT_ONLY',
		`the host ${hostname} is not localhost, an IP address or the one of ROOMCAST_PUBLIC_URL`,
	);
}

/** Localhost and its subdomains never leave the machine (RFC 6761, section 6.3); an address has no name to rebind. */
function isOurs(hostname: string, publicHostname: string): boolean {
	const name = hostname.toLowerCase();
	if (name === publicHostname || name === 'localhost' || name.endsWith('.localhost')) return true;
	return isIP(name.replace(/^\[(.*)\]$/, '$1')) !== 0;
}
