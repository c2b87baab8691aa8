import type { Backoff } from '../queue/backoff.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** An attempt that fails this long after its file was queued is the last. */
export const GIVE_UP_AFTER_MS = 24 * HOUR;

/** How long before a file whose server is gone is abandoned by another. */
export const ABANDONED_AFTER_MS = 48 * HOUR;

/** The waits after a file could not be stored, or removed. */
export const BACKOFF: Backoff = {
	delays: [SECOND, 3 * SECOND, 10 * SECOND, 20 * SECOND, MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE],
	repeatsLast: true,
	giveUpAfter: GIVE_UP_AFTER_MS,
};
