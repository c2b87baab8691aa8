/** Epoch ms of a local monotonic time. */
export function epochOf(localMs: number): number {
	// Not by `performance.timeOrigin`, which is as far off as the clock was set since, and as the process took to start.
	return Math.round(Date.now() + localMs - performance.now());
}
