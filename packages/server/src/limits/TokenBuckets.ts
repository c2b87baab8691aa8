/** How full the bucket of a key was, and when. */
interface Bucket {
	tokens: number;
	/** ms, monotonic. */
	at: number;
}

const MINUTE = 60_000;
/** Buckets until those that are full again are looked for and dropped. */
const SWEEP_AT = 10_000;

/**
 * Rate limits by token bucket, one for each key: a minute's worth at once, refilled evenly. Nothing is kept of keys
 * that do not ask.
 */
export class TokenBuckets {
	readonly #perMinute: number;
	readonly #now: () => number;
	readonly #buckets = new Map<string, Bucket>();

	/**
	 * @param perMinute requests a minute, more than 0
	 * @param now ms, monotonic
	 */
	constructor(perMinute: number, now: () => number = () => performance.now()) {
		this.#perMinute = perMinute;
		this.#now = now;
	}

	/** Takes a request of a key; returns 0, or the ms until there is one again. */
	take(key: string): number {
		const now = this.#now();
		const tokens = this.#tokens(this.#buckets.get(key), now);
		if (tokens < 1) return Math.ceil(((1 - tokens) * MINUTE) / this.#perMinute);
		this.#buckets.set(key, { tokens: tokens - 1, at: now });
		if (this.#buckets.size > SWEEP_AT) this.#sweep(now);
		return 0;
	}

	/** The ms until there is a request of a key; 0 when there is one. Takes none. */
	wait(key: string): number {
		const tokens = this.#tokens(this.#buckets.get(key), this.#now());
		return tokens < 1 ? Math.ceil(((1 - tokens) * MINUTE) / this.#perMinute) : 0;
	}

	#tokens(bucket: Bucket | undefined, now: number): number {
		if (bucket === undefined) return this.#perMinute;
		return Math.min(this.#perMinute, bucket.tokens + ((now - bucket.at) * this.#perMinute) / MINUTE);
	}

	#sweep(now: number): void {
		for (const [key, bucket] of this.#buckets)
			if (this.#tokens(bucket, now) >= this.#perMinute) this.#buckets.delete(key);
	}
}

/** Buckets for a setting in which 0 means that there is no limit. */
export function tokenBuckets(perMinute: number): TokenBuckets | undefined {
	return perMinute === 0 ? undefined : new TokenBuckets(perMinute);
}
