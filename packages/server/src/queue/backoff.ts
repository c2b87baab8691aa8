/** The waits between attempts, and when attempts end. */
export interface Backoff {
	/** ms after each failed attempt until the next one. */
	readonly delays: readonly number[];
	/** Whether the last delay repeats. If not, no attempt follows it. */
	readonly repeatsLast: boolean;
	/** If an attempt fails this many ms after its item was queued, it is the last. */
	readonly giveUpAfter: number;
}

/** How far the attempts of an item are. */
export interface Progress {
	/** Attempts made, this one included. */
	readonly tries: number;
	/** When it was queued, in ms. */
	readonly queuedAt: number;
	/** When the attempt failed, by the same clock. */
	readonly now: number;
	/** Least ms until the next attempt. */
	readonly notBefore?: number | undefined;
}

/** Each wait is longer by up to this share, so that items that failed together do not come back together. */
export const JITTER = 0.1;

/**
 * When to try again after a failed attempt, by the clock of `now`; undefined when that was the last.
 *
 * @param random 0 to 1
 */
export function nextAttempt(
	{ delays, repeatsLast, giveUpAfter }: Backoff,
	{ tries, queuedAt, now, notBefore = 0 }: Progress,
	random: number,
): number | undefined {
	const delay = delays[repeatsLast ? Math.min(tries, delays.length) - 1 : tries - 1];
	if (delay === undefined || now - queuedAt >= giveUpAfter) return undefined;
	return Math.ceil(now + Math.max(delay * (1 + JITTER * random), notBefore));
}
