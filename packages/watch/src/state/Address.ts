/** What the address of the page names: a room, whatever is on in it, or one stream. */
export type Address = { readonly kind: 'room'; readonly id: string } | { readonly kind: 'stream'; readonly id: string };

/**
 * @param path of the page
 * @param server path of where the server has everything, with a slash at its end
 * @returns undefined when it names nothing
 */
export function readAddress(path: string, server = '/'): Address | undefined {
	const [page, first, second] = path.slice(server.length).replace(/\/+$/, '').split('/').map(decode);
	if (page !== 'watch' || !first) return undefined;
	if (second === undefined) return { kind: 'room', id: first };
	return first === 'hls' ? { kind: 'stream', id: second } : undefined;
}

function decode(part: string): string {
	try {
		return decodeURIComponent(part);
	} catch {
		return part;
	}
}
