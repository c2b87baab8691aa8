import { SLOW } from './SendQueue.ts';

/** Close codes of our own (RFC 6455 section 7.4.2). */
export const CLOSE_BAD_MESSAGES = 4400;
export const CLOSE_EMPTY = 4401;
export const CLOSE_FLOOD = 4429;
/** RFC 6455 section 7.4.1. */
export const CLOSE_TOO_LARGE = 1009;
export const GOING_AWAY = 1001;

/** Those by which a limit was reached. */
export const LIMITS: readonly number[] = [CLOSE_BAD_MESSAGES, SLOW.code, CLOSE_FLOOD];

/** ms for which a connection may have nobody: neither a participant nor one who waits to be let in. */
export const MAX_EMPTY = 90_000;
/** Messages that make no sense at all, until the connection is closed. */
export const MAX_BAD_MESSAGES = 20;

/** Messages more that are refused for their number than were taken since, until the connection is closed. */
export const MAX_REFUSED = 1000;
