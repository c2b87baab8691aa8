import { createHash } from 'node:crypto';

/** A name for several texts together, of fixed length. */
function hash(...parts: readonly (string | null)[]): string {
	return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

/** What numbers messages: one room, or all that belongs to a key and to no room. */
export function scopeId(keyId: string, roomId: string | null): string {
	return hash(keyId, roomId);
}

/** What shares the limit of simultaneous requests: one URL of one key. */
export function endpointId(keyId: string, url: string): string {
	return hash(keyId, url);
}

/** The queue of the messages of one room to one URL. */
export function queueId(keyId: string, roomId: string | null, url: string): string {
	return hash(keyId, roomId, url);
}

/** A URL without what may be secret in it: credentials, query, fragment. What is no URL stays as it is. */
export function shownUrl(url: string): string {
	if (!URL.canParse(url)) return url;
	const { origin, pathname } = new URL(url);
	return origin === 'null' ? url : `${origin}${pathname}`;
}
