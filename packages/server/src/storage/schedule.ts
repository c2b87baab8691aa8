const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** How long after a failed attempt the next one is made, in ms; the last holds for all that follow. */
const DELAYS: readonly number[] = [
	SECOND,
	3 * SECOND,
	10 * SECOND,
	20 * SECOND,
	MINUTE,
	2 * MINUTE,
	5 * MINUTE,
	10 * MINUTE,
	15 * MINUTE,
];

/** An attempt that fails this long after its file was queued is the last. */
export const GIVE_UP_AFTER_MS = 24 * HOUR;

/** How long before a file whose server is gone is given up by another. */
export const ABANDONED_AFTER_MS = 48 * HOUR;

/** Each wait is longer by up to this share: a store that comes back does not get everything at once. */
const JITTER = 0.1;

/**
 * When to try again after a failed attempt, as epoch ms; undefined when that was the last.
 *
 * @param tries attempts made, this one included
 * @param queuedAt epoch ms
 * @param now when the attempt failed, epoch ms
 * @param random 0 to 1
 */
export function nextAttempt(
	{ tries, queuedAt, now }: { tries: number; queuedAt: number; now: number },
	random: number,
): number | undefined {
	if (now - queuedAt >= GIVE_UP_AFTER_MS) return undefined;
	const delay = DELAYS[Math.min(tries, DELAYS.length) - 1] ?? SECOND;
	return Math.ceil(now + delay * (1 + JITTER * random));
}
