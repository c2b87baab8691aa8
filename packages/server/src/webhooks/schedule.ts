import * as backoff from '../queue/backoff.ts';

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

/**
 * An attempt that fails this long after its message was queued is the last: what waited behind others that failed for
 * three days does not take three days more.
 */
export const GIVE_UP_AFTER_MS = 72 * HOUR;

const BACKOFF: backoff.Backoff = {
	delays: RETRY_DELAYS.slice(1),
	repeatsLast: false,
	giveUpAfter: GIVE_UP_AFTER_MS,
};

/** The longest `Retry-After` that is heeded. */
const LONGEST_RETRY_AFTER_MS = 24 * HOUR;

/** A message in the middle of its schedule. */
export interface Progress extends Omit<backoff.Progress, 'notBefore'> {
	/** How long the endpoint asked to wait, in ms. */
	readonly retryAfter?: number | undefined;
}

/** When to try again: see `backoff.nextAttempt`. @param random 0 to 1 */
export function nextAttempt({ retryAfter = 0, ...progress }: Progress, random: number): number | undefined {
	const notBefore = Math.min(retryAfter, LONGEST_RETRY_AFTER_MS);
	return backoff.nextAttempt(BACKOFF, { ...progress, notBefore }, random);
}

/** The `Retry-After` header (RFC 9110, 10.2.3), seconds or a date, as ms from now; undefined when it says nothing. */
export function parseRetryAfter(header: string | undefined, now: number): number | undefined {
	if (header === undefined) return undefined;
	if (/^\d{1,9}$/.test(header)) return Number(header) * SECOND;
	// JavaScript reads almost anything as a date.
	const date = / GMT$/.test(header) ? Date.parse(header) : Number.NaN;
	return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
