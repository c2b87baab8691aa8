/**
 * The only file of the server that reads the wall clock. The wall clock steps: NTP sets it, an operator does, a virtual
 * machine wakes up. So it says when something happened, to people and other systems, and never how long it lasted:
 * that is `performance.now()`, `AwakeClock` where silence is judged, and `SessionClock` where both are asked for.
 */

/** The wall clock, in epoch ms: for timestamps that people and other systems see, and expiries that they set. */
export function epochMs(): number {
	return Date.now();
}

/** The same in whole seconds, as tokens and signatures have it. */
export function epochSeconds(): number {
	return Math.floor(Date.now() / 1000);
}
