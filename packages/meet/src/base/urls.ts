/** The address that a text is, or null. `URL.parse` is younger than browsers that the page runs in. */
export function parseUrl(text: string): URL | null {
	try {
		return new URL(text);
	} catch {
		return null;
	}
}

/**
 * The address below which this server has everything, with a slash at its end: `https://host/` or, behind a proxy that
 * serves it below a path, `https://host/path/`. The server puts it into the page as `<base>`.
 */
export function serverUrl(): string {
	return new URL('.', document.baseURI).href;
}
