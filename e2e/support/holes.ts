import type { Sound } from '@roomcast/testing/media/analyse';

/** A stretch without a tone, in seconds of the file. */
export interface Hole {
	readonly from: number;
	readonly to: number;
}

/** Seconds of a window, and after which silence is a hole. */
const STEP = 0.02;
const SHORTEST = 0.15;

/**
 * Where a tone that was there all the time is missing: at the beginning and at the end too.
 *
 * @param frequency Hz
 */
export function holesOf(sound: Sound, frequency: number): Hole[] {
	const holes: Hole[] = [];
	const steps = Math.floor(sound.seconds / STEP);
	let from: number | undefined;
	for (let step = 0; step <= steps; step++) {
		const at = step * STEP;
		const silent = step < steps && sound.tone(frequency, at, at + STEP) < 0.05;
		if (silent) from ??= at;
		else if (from !== undefined) {
			if (at - from >= SHORTEST) holes.push({ from, to: at });
			from = undefined;
		}
	}
	return holes;
}
