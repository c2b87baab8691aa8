/** Pauses between attempts to connect, in ms; the last one repeats. */
const PAUSES = [0, 300, 1000, 2000, 4000];

/**
 * How long to wait before an attempt. From the third on up to a fifth is added or taken off at random, so that the
 * clients of a server that restarts do not all come back in the same instant.
 *
 * @param attempt 0 for the first
 * @param random 0 to 1
 * @returns ms
 */
export function backoff(attempt: number, random: number = Math.random()): number {
	const pause = PAUSES[Math.min(attempt, PAUSES.length - 1)] ?? 0;
	return pause < 1000 ? pause : Math.round(pause * (0.8 + 0.4 * random));
}
