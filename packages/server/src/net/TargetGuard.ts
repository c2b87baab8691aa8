import type { LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { isPublicAddress } from './publicAddress.ts';
import { type ResolveHost, resolveHost } from './resolveHost.ts';

/** A URL that the server does not call; the message says why. */
export class TargetRefused extends Error {
	override readonly name = 'TargetRefused';
}

/** A URL that may be called, at these addresses and at no others. */
export interface CheckedTarget {
	readonly url: URL;
	readonly addresses: readonly LookupAddress[];
	/** For `node:http` and `node:net`: answers with the checked addresses, whatever DNS says meanwhile. */
	readonly lookup: LookupFunction;
}

export interface TargetGuardOptions {
	/** Let private addresses through: the setting `ROOMCAST_ALLOW_PRIVATE_TARGETS`. */
	readonly allowPrivate: boolean;
	readonly resolve?: ResolveHost;
}

/**
 * Keeps URLs of callers from reaching what only the server can reach (OWASP, Server-Side Request Forgery Prevention).
 * A name is resolved here, once, and the connection goes to what was checked: a name that changes between check and
 * connection gains nothing.
 */
export class TargetGuard {
	readonly #allowPrivate: boolean;
	readonly #resolve: ResolveHost;

	constructor({ allowPrivate, resolve = resolveHost }: TargetGuardOptions) {
		this.#allowPrivate = allowPrivate;
		this.#resolve = resolve;
	}

	/**
	 * @param protocols what the URL may begin with, for example `https:`
	 * @throws TargetRefused when the URL is none, has credentials, another protocol, no host or an address that is not
	 *   public
	 * @throws what DNS says when the name has no address
	 */
	async check(text: string, protocols: readonly string[] = ['http:', 'https:']): Promise<CheckedTarget> {
		if (!URL.canParse(text)) throw new TargetRefused('the endpoint is not a URL');
		const url = new URL(text);
		if (!protocols.includes(url.protocol))
			throw new TargetRefused(`the endpoint begins with ${url.protocol}, it may begin with ${protocols.join(', ')}`);
		if (url.username !== '' || url.password !== '')
			throw new TargetRefused('the endpoint has credentials in it, which are not sent');
		// Only of protocols that are not the web's: `rtmp:///live` is a URL.
		if (url.hostname === '') throw new TargetRefused('the endpoint names no host');

		const host = url.hostname.replace(/^\[|\]$/g, '');
		const family = isIP(host);
		const addresses = family === 0 ? await this.#resolve(host) : [{ address: host, family }];
		const hidden = this.#allowPrivate ? undefined : addresses.find(({ address }) => !isPublicAddress(address));
		if (hidden !== undefined) {
			const what = family === 0 ? `${host} resolves to ${hidden.address}, which` : host;
			throw new TargetRefused(`${what} is not a public address (ROOMCAST_ALLOW_PRIVATE_TARGETS is off)`);
		}
		return { url, addresses, lookup: pinned(addresses) };
	}
}

function pinned(addresses: readonly LookupAddress[]): LookupFunction {
	return (hostname, options, callback) => {
		// 0 or nothing: either family.
		const wanted = Number(`${options.family ?? 0}`.replace('IPv', ''));
		const usable = wanted === 0 ? addresses : addresses.filter(({ family }) => family === wanted);
		const [first] = usable;
		if (first === undefined)
			callback(Object.assign(new Error(`${hostname} has no address`), { code: 'ENOTFOUND' }), '');
		else if (options.all) callback(null, [...usable]);
		else callback(null, first.address, first.family);
	};
}
