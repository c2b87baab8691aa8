import { createHmac } from 'node:crypto';
import type { IceServer } from '@roomcast/contract';

/**
 * Seconds without a STUN consent check from the client (RFC 7675) until a transport counts as disconnected. Short, so
 * that a page that was killed is gone soon; a transport that comes back is connected again by its next check.
 */
export const ICE_CONSENT_TIMEOUT = 10;

/** What of the settings concerns STUN and TURN. */
export interface IceSettings {
	readonly servers: readonly IceServer[];
	/** Secret shared with the TURN servers. */
	readonly turnSecret: string | undefined;
	/** How long TURN credentials are good, in seconds. */
	readonly turnTtl: number;
}

/**
 * The ICE servers for one participant. TURN servers without credentials of their own get those of coturn's
 * `use-auth-secret` (draft-uberti-behave-turn-rest-00): the user name is the instant of expiry and who asked, the
 * password its HMAC-SHA1 under the shared secret.
 *
 * @param user shown in the TURN server's log
 * @param now epoch in ms
 */
export function iceServers(settings: IceSettings, user: string, now: number): IceServer[] {
	const { servers, turnSecret, turnTtl } = settings;
	if (turnSecret === undefined) return [...servers];
	const username = `${Math.floor(now / 1000) + turnTtl}:${user}`;
	const credential = createHmac('sha1', turnSecret).update(username).digest('base64');
	return servers.map((server) =>
		server.credential === undefined && server.urls.some((url) => url.startsWith('turn'))
			? { ...server, username, credential }
			: server,
	);
}
