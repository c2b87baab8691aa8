import { get as getPlain, type IncomingMessage } from 'node:http';
import { get as getSecure } from 'node:https';
import type { LookupFunction } from 'node:net';

/** ms without a byte after which a store is believed dead. */
const TIMEOUT = 15_000;

/**
 * A piece of a file in a bucket.
 *
 * @param lookup answers with the addresses that may be called, where the bucket is not the server's own
 * @throws Error with what the store answered
 */
export function remoteRange(
	url: string,
	{ first, last }: { readonly first: number; readonly last: number },
	lookup?: LookupFunction,
): Promise<IncomingMessage> {
	const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
	const get = url.startsWith('https:') ? getSecure : getPlain;
	const headers = { range: `bytes=${first}-${last}` };
	const options = { headers, timeout: TIMEOUT, ...(lookup === undefined ? {} : { lookup, agent: false }) };
	const request = get(url, options, (response) => {
		if (response.statusCode === 206) return resolve(response);
		response.destroy();
		reject(new Error(`the storage answers ${response.statusCode}`));
	});
	request.on('timeout', () => request.destroy(new Error(`the storage was silent for ${TIMEOUT / 1000} s`)));
	request.on('error', reject);
	return promise;
}
