/**
 * The address below which the server has everything, with a slash at its end. Its `<base>` in the page is where the files
 * of the page are, `watch/static/` below that.
 */
export function serverUrl(): string {
	return new URL('../../', document.baseURI).href;
}
