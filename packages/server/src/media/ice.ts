import { createHmac } from 'node:crypto';
import type { IceServer } from '@roomcast/contract';

/** What of the settings concerns STUN and TURN. */
export interface IceSettings {
	/** `stun:`, `turn:` and `turns:` URLs. */
	readonly urls: readonly string[];
	/** Secret shared with the TURN server; without it `turn:` URLs are handed out without credentials. */
	readonly turnSecret: string | undefined;
	/** How long TURN credentials are valid, in seconds. */
	readonly turnTtl: number;
}

/**
 * The ICE servers for one participant. TURN credentials are the ones of coturn's `use-auth-secret`
 * (draft-uberti-behave-turn-rest-00): the user name is the instant of expiry and who asked, the password its
 * HMAC-SHA1 under the shared secret.
 *
 * @param user shown in the TURN server's log
 * @param now epoch in ms
 */
export function iceServers(settings: IceSettings, user: string, now: number): IceServer[] {
	const stun = settings.urls.filter((url) => url.startsWith('stun'));
	const turn = settings.urls.filter((url) => !url.startsWith('stun'));
	const servers: IceServer[] = [];
	if (stun.length > 0) servers.push({ urls: stun });
	if (turn.length > 0 && settings.turnSecret !== undefined) {
		const username = `${Math.floor(now / 1000) + settings.turnTtl}:${user}`;
		const credential = createHmac('sha1', settings.turnSecret).update(username).digest('base64');
		servers.push({ urls: turn, username, credential });
	} else if (turn.length > 0) {
		servers.push({ urls: turn });
	}
	return servers;
}
