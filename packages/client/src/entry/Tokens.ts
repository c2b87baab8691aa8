import { MeetingError } from '../errors/MeetingError.ts';
import { Emitter } from '../events/Emitter.ts';
import { tokenClaims } from '../identity/tokenClaims.ts';
import { logger } from '../log/logger.ts';
import { epochMs } from '../time/clock.ts';

/** How long before its expiry a token is announced, in ms; half of the remaining time if it expires sooner. */
const AHEAD = 60_000;
/** Longest wait between two looks at the clock, in ms: timers stand still while a machine sleeps. */
const LOOK = 15_000;

/** What the server says of a token that has ended, or never was good. */
const REFUSED = 'INVALID_TOKEN';

/** Events of {@link Tokens}. */
export interface TokenEvents {
	/** The token ends soon. Once for each token. */
	ending: [{ expiresAt: number }];
}

/**
 * The tokens of a meeting: the newest that the app gave, and the one that we came in with, with which the server lets us
 * back for as long as the session lasts, also after its end.
 */
export class Tokens extends Emitter<TokenEvents> {
	#newest: string;
	#entered: string | null = null;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#watching = false;

	constructor(token: string) {
		super();
		this.#newest = token;
	}

	/** The one to come in with. */
	get newest(): string {
		return this.#newest;
	}

	/** The app has another: it counts from the next join on. */
	renew(token: string): void {
		this.#newest = token;
		if (this.#watching) this.watch();
	}

	/**
	 * Asks for something with the newest token, and when that is refused with the one that we were let in with.
	 *
	 * @throws MeetingError what the server refused the newest with
	 */
	async use<T>(ask: (token: string) => Promise<T>): Promise<T> {
		const newest = this.#newest;
		try {
			const answer = await ask(newest);
			this.#entered = newest;
			return answer;
		} catch (error) {
			const known = this.#entered;
			const refused = error instanceof MeetingError && error.name === REFUSED;
			if (!refused || known === null || known === newest) throw error;
			logger.info('The server refused the new token; using the previous one');
			return ask(known);
		}
	}

	/** Says when the token ends, from now on. */
	watch(): void {
		clearTimeout(this.#timer);
		this.#watching = true;
		const { exp } = tokenClaims(this.#newest);
		if (exp === undefined) return;
		const expiresAt = exp * 1000;
		const left = Math.max(0, expiresAt - epochMs());
		this.#look(expiresAt, expiresAt - Math.min(AHEAD, left / 2));
	}

	close(): void {
		this.#watching = false;
		clearTimeout(this.#timer);
	}

	/** @param at epoch ms at which to announce it */
	#look(expiresAt: number, at: number): void {
		const left = at - epochMs();
		if (left <= 0) {
			this.emit('ending', { expiresAt });
			return;
		}
		this.#timer = setTimeout(() => this.#look(expiresAt, at), Math.min(left, LOOK));
	}
}
