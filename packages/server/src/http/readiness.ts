import type { Readiness } from '@roomcast/contract';
import type { Logger } from 'pino';

/** Something that calls or captures need. */
export interface ReadinessCheck {
	/** For example `database`. */
	readonly name: string;
	/**
	 * Whether a new call cannot do without it: then the server is not ready while it fails. What else fails is only said,
	 * because calls continue, and another server would fare no better.
	 */
	readonly needed: boolean;
	/** Resolves when it works. Rejects with NotReady, or any error: then strangers read `unavailable`, the log its message. */
	check(): Promise<void>;
}

/** Why a check fails, in words that anybody may read: `/readyz` answers without a token. */
export class NotReady extends Error {
	/** @param words without addresses, paths or names */
	constructor(words: string, options?: ErrorOptions) {
		super(words, options);
	}
}

const CHECK_TIMEOUT_MS = 3_000;
/** ms for which an answer holds, so that asking more often costs nothing. */
const HOLDS_MS = 500;
/** ms between two lines of the log about a check that keeps failing. */
const TOLD_EVERY_MS = 60_000;

/** Asks all checks, and puts what fails into the log: when it begins, every minute, and when it is over. */
export class Readyz {
	readonly #checks: readonly ReadinessCheck[];
	readonly #logger: Logger;
	/** Checks that fail, and when that was last told, by `performance.now()`. */
	readonly #told = new Map<string, number>();
	#answer: Promise<Readiness> | undefined;
	/** By `performance.now()`. */
	#holdsUntil = 0;

	constructor(checks: readonly ReadinessCheck[], logger: Logger) {
		this.#checks = checks;
		this.#logger = logger;
	}

	ask(): Promise<Readiness> {
		if (this.#answer === undefined || performance.now() >= this.#holdsUntil) {
			this.#holdsUntil = Number.POSITIVE_INFINITY;
			this.#answer = this.#ask().finally(() => {
				this.#holdsUntil = performance.now() + HOLDS_MS;
			});
		}
		return this.#answer;
	}

	async #ask(): Promise<Readiness> {
		const results = await Promise.all(
			this.#checks.map(async (check) => ({ ...check, result: await this.#run(check) })),
		);
		return {
			ready: results.every(({ needed, result }) => !needed || result === 'ok'),
			checks: Object.fromEntries(results.map(({ name, result }) => [name, result])),
		};
	}

	async #run({ name, check }: ReadinessCheck): Promise<string> {
		const timeout = Promise.withResolvers<never>();
		const timer = setTimeout(() => timeout.reject(new NotReady('no answer')), CHECK_TIMEOUT_MS);
		try {
			await Promise.race([check(), timeout.promise]);
			if (this.#told.delete(name)) this.#logger.info({ check: name }, 'readiness check passes again');
			return 'ok';
		} catch (error) {
			const now = performance.now();
			if (now - (this.#told.get(name) ?? Number.NEGATIVE_INFINITY) >= TOLD_EVERY_MS) {
				this.#told.set(name, now);
				this.#logger.warn({ err: error, check: name }, 'readiness check fails');
			}
			return error instanceof NotReady ? error.message : 'unavailable';
		} finally {
			clearTimeout(timer);
		}
	}
}
