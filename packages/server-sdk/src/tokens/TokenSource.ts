import { epochSeconds } from '../time/clock.ts';
import { type ApiKey, signToken } from './signToken.ts';

/** Seconds that a token of the client is valid; short enough for servers with `ROOMCAST_TOKEN_MAX_LIFE`. */
const LIFE = 300;
/** It signs another one before the last one expires: clocks differ. */
const MARGIN = 120;

/** Signs the tokens with which the client calls the REST API, and keeps each until shortly before its end. */
export class TokenSource {
	readonly #key: ApiKey;
	#token: Promise<string> | undefined;
	#until = 0;

	constructor(key: ApiKey) {
		this.#key = key;
	}

	/** A token for everything that REST has. */
	current(): Promise<string> {
		const now = epochSeconds();
		// Also if the clock was set back.
		if (this.#token === undefined || now >= this.#until || now < this.#until - LIFE) {
			this.#until = now + LIFE - MARGIN;
			const permissions = ['allow_join', 'allow_mod'] as const;
			this.#token = signToken(this.#key, { permissions, roles: ['crawler'], expiresIn: LIFE });
		}
		return this.#token;
	}
}
