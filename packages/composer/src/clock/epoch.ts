/**
 * Epoch ms in which the monotonic clock of the machine was 0. Read from the wall clock once, so that a step of that
 * neither shifts nor stretches what is recorded.
 */
let offset: number | undefined;

/** Sets what time it is: composers of one session agree on it, also one that takes over after the wall clock was set. */
export function setClockOffset(ms: number | undefined): void {
	offset = ms ?? offset;
}

/** Epoch ms of a local monotonic time, `performance.now()`. */
export function epochOf(localMs: number): number {
	offset ??= Date.now() - machineMs();
	return Math.round(offset + machineMs() + localMs - performance.now());
}

/** The monotonic clock of the machine, in ms, which all its processes share; `performance.now()` has a beginning of its own. */
function machineMs(): number {
	return Number(process.hrtime.bigint()) / 1e6;
}
