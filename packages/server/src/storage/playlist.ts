/** What an HLS playlist is stored as (RFC 8216, section 4). */
export const PLAYLIST_TYPE = 'application/vnd.apple.mpegurl';
/** Longest playlist that is handed out, in bytes: days of recording. */
export const MAX_PLAYLIST = 4 * 1024 * 1024;

/** Of tags that name another file: `#EXT-X-MAP:URI="init.mp4"`. */
const URI_ATTRIBUTE = /^(#EXT-X-[A-Z-]+:(?:.*,)?URI=")([^"]*)(".*)$/;

/**
 * A playlist whose names of files are links to them. A name stands for a file in the folder of the playlist; what leads
 * elsewhere, or is a link already, stays as it is.
 *
 * @param link makes the link to a file of that folder
 */
export async function linkedPlaylist(text: string, link: (name: string) => Promise<string>): Promise<string> {
	const links = new Map<string, Promise<string>>();
	const linked = (uri: string): string | Promise<string> => {
		const name = nameOf(uri);
		if (name === undefined) return uri;
		// Parts of one file are named again and again.
		const made = links.get(name) ?? link(name);
		links.set(name, made);
		return made;
	};
	const lines = text.split(/\r?\n/).map(async (line) => {
		if (line === '') return line;
		if (!line.startsWith('#')) return linked(line);
		const [, before, uri, after] = URI_ATTRIBUTE.exec(line) ?? [];
		return uri === undefined ? line : `${before}${await linked(uri)}${after}`;
	});
	return (await Promise.all(lines)).join('\n');
}

/** The file that a URI of a playlist names in the folder of the playlist. */
function nameOf(uri: string): string | undefined {
	if (/^[a-z][a-z0-9+.-]*:|^\/|[?#]|(^|\/)\.\.?(\/|$)/i.test(uri)) return undefined;
	try {
		return decodeURIComponent(uri);
	} catch {
		return undefined;
	}
}
