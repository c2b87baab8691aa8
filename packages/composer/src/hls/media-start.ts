/**
 * Media time of a stream's first moment, seconds: 231 days, so that no player sees the low times at which Shaka Player
 * 5.2.12 loses four pictures of five.
 *
 * With each part Shaka compares the `timestampOffset` that it has set with the one the part asks for, −S, where S is media
 * time less presentation time. To a negative one it has added 0.001 s, and from a difference of 0.001 s on it calls
 * `abort()`, after which Media Source Extensions drop what comes until the next key frame. Whether (−S + 0.001) + S is
 * below 0.001 is a matter of rounding alone: numbers from 2^E to 2^(E+1) are multiples of u = 2^(E−52), and 0.001 becomes
 * the multiple nearest to it. For S around 3600 s (E = 11) 0.001 / u = 2 199 023 255.552, rounded up: every part is a
 * reset. From 2^24 to 2^25 it is 268 435.456, rounded down, and stays so for the 13 554 432 s (157 days) from here to 2^25;
 * then only an offset lower than all before resets, which is over after one or two.
 *
 * It is not 2^24 itself: −2^24 + 0.001 lies below it, where 0.001 is rounded up.
 */
export const MEDIA_START_SECONDS = 20_000_000;

/** Of which times after a gap are multiples, ms: whole in binary, so that differences of times are exact. */
const STEP_MS = 125;

/**
 * Media time at which a sink begins, whole ms.
 *
 * @param elapsedMs since the stream's first moment
 */
export function mediaStartMs(elapsedMs: number): number {
	// Rounded up: what was written before a gap is never later.
	return MEDIA_START_SECONDS * 1000 + Math.ceil(Math.max(0, elapsedMs) / STEP_MS) * STEP_MS;
}
