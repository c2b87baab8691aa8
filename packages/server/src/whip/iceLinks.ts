import type { IceServer } from '@roomcast/contract';

/** STUN and TURN servers as `Link` headers (RFC 9725, section 4.6). */
export function iceLinks(servers: readonly IceServer[]): string[] {
	return servers.flatMap(({ urls, username, credential }) =>
		urls.map((url) => {
			const login =
				username === undefined || credential === undefined
					? ''
					: `; username=${quoted(username)}; credential=${quoted(credential)}; credential-type="password"`;
			return `<${url}>; rel="ice-server"${login}`;
		}),
	);
}

/** A quoted string (RFC 9110, section 5.6.4). */
function quoted(text: string): string {
	return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
