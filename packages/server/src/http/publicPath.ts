/**
 * The path below which a proxy serves this server: what goes in front of a path that is handed out without its host.
 *
 * @param publicUrl base of every link
 * @returns without a slash at its end; empty where there is none
 */
export function publicPath(publicUrl: string): string {
	return new URL(publicUrl).pathname.replace(/\/+$/, '');
}
