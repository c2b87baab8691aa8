/** The address that a text is, or null. `URL.parse` is younger than browsers that the page runs in. */
export function parseUrl(text: string): URL | null {
	try {
		return new URL(text);
	} catch {
		return null;
	}
}
