const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** How long after the attempt before it each attempt is made, in ms: twelve attempts over three days. */
export const RETRY_DELAYS: readonly number[] = [
	0,
	5 * SECOND,
	30 * SECOND,
	2 * MINUTE,
	10 * MINUTE,
	30 * MINUTE,
	HOUR,
	3 * HOUR,
	6 * HOUR,
	12 * HOUR,
	24 * HOUR,
	24 * HOUR,
];

/** Each wait is longer by up to this share, so that many that failed at once do not come back at once. */
export const JITTER = 0.1;

/**
 * An attempt that fails this long after its message was queued is the last: what waited behind others that failed for
 * three days does not take three days more.
 */
export const GIVE_UP_AFTER_MS = 72 * HOUR;

/** The longest `Retry-After` that is heeded. */
const LONGEST_RETRY_AFTER_MS = 24 * HOUR;

/** A message in the middle of its schedule. */
export interface Progress {
	/** Attempts made, this one included. */
	readonly tries: number;
	/** When it was queued, epoch ms. */
	readonly queuedAt: number;
	/** When the attempt failed, epoch ms. */
	readonly now: number;
	/** How long the endpoint asked to wait, in ms. */
	readonly retryAfter?: number | undefined;
}

/**
 * When to try again after a failed attempt, as epoch ms; undefined when that was the last.
 *
 * @param random 0 to 1
 */
export function nextAttempt(progress: Progress, random: number): number | undefined {
	const { tries, queuedAt, now, retryAfter = 0 } = progress;
	const delay = RETRY_DELAYS[tries];
	if (delay === undefined || now - queuedAt >= GIVE_UP_AFTER_MS) return undefined;
	return Math.ceil(now + Math.max(delay * (1 + JITTER * random), Math.min(retryAfter, LONGEST_RETRY_AFTER_MS)));
}

/** The `Retry-After` header (RFC 9110, 10.2.3), seconds or a date, as ms from now; undefined when it says nothing. */
export function parseRetryAfter(header: string | undefined, now: number): number | undefined {
	if (header === undefined) return undefined;
	if (/^\d{1,9}$/.test(header)) return Number(header) * SECOND;
	// JavaScript reads almost anything as a date.
	const date = / GMT$/.test(header) ? Date.parse(header) : Number.NaN;
	return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
