import { parseUrl } from '../base/urls.ts';

/**
 * The room that somebody typed or pasted: a room id, an id of their own, or a whole link to a call.
 *
 * @returns path and query to open, relative to where the server has everything; undefined when there is no room in it
 */
export function roomPath(entered: string): string | undefined {
	const text = entered.trim();
	const link = parseUrl(text) ?? undefined;
	if (link !== undefined && /^https?:$/.test(link.protocol)) {
		const room = /\/meet\/([^/]+)\/?$/.exec(link.pathname)?.[1];
		return room === undefined ? undefined : `meet/${room}${link.search}`;
	}
	if (text === '' || text.length > 128 || /[/?#\s]/.test(text)) return undefined;
	return `meet/${encodeURIComponent(text)}`;
}

/**
 * The room that the address of this page names, or undefined on the start page.
 *
 * @param server path of where the server has everything, with a slash at its end
 */
export function roomOf(pathname: string, server = '/'): string | undefined {
	const raw = /^meet\/([^/]+)\/?$/.exec(pathname.slice(server.length))?.[1];
	if (raw === undefined) return undefined;
	try {
		return decodeURIComponent(raw);
	} catch {
		return raw;
	}
}
