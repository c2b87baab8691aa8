import { createHmac, timingSafeEqual } from 'node:crypto';
import { RoomcastError } from '@roomcast/contract';

/** Seconds for which a link is valid, at least. */
const LIFETIME = 24 * 60 * 60;
/** Links of one hour are the same, so that a list that is asked for again is. */
const STEP = 60 * 60;

/** The secret of a key, revoked ones too. */
export type FindSecret = (keyId: string) => Promise<string | undefined>;

/** What a link to a chat is about. */
export interface ChatOf {
	/** The session. */
	readonly id: string;
	readonly keyId: string;
}

/**
 * Links that show the chat of one session to anyone who has them, for a day: signed with the secret of the API key
 * (HMAC-SHA256), so that they need no token and nothing is kept about them. Revoking the key ends them.
 */
export class ChatLinks {
	readonly #findSecret: FindSecret;
	readonly #isRevoked: (keyId: string) => boolean;

	constructor(findSecret: FindSecret, isRevoked: (keyId: string) => boolean) {
		this.#findSecret = findSecret;
		this.#isRevoked = isRevoked;
	}

	/**
	 * The address of a chat without the server before it.
	 *
	 * @param now epoch ms
	 */
	async pathOf(chat: ChatOf, now: number): Promise<string | null> {
		const secret = await this.#findSecret(chat.keyId);
		if (secret === undefined || this.#isRevoked(chat.keyId)) return null;
		const expires = Math.ceil(now / 1000 / STEP) * STEP + LIFETIME;
		return `/v2/sessions/${chat.id}/chat.csv?expires=${expires}&signature=${sign(secret, chat.id, expires)}`;
	}

	/**
	 * @param now epoch ms
	 * @throws RoomcastError INVALID_TOKEN, KEY_REVOKED
	 */
	async check(chat: ChatOf, link: { expires: number; signature: string }, now: number): Promise<void> {
		const secret = await this.#findSecret(chat.keyId);
		const expected = Buffer.from(secret === undefined ? '' : sign(secret, chat.id, link.expires));
		const given = Buffer.from(link.signature);
		if (given.length === 0 || given.length !== expected.length || !timingSafeEqual(given, expected))
			throw new RoomcastError('INVALID_TOKEN', 'this link was not made by this server');
		if (this.#isRevoked(chat.keyId)) throw new RoomcastError('KEY_REVOKED');
		if (link.expires * 1000 < now) throw new RoomcastError('INVALID_TOKEN', 'this link has expired; fetch the session');
	}
}

function sign(secret: string, sessionId: string, expires: number): string {
	return createHmac('sha256', secret).update(`chat\n${sessionId}\n${expires}`).digest('base64url');
}
