/** Peaks stay below this. */
const CEILING = 0.97;
/** How much of the lost loudness comes back in a step: about 200 ms to come back wholly. */
const RELEASE = 0.03;

/**
 * Keeps the sum of many voices from clipping by turning it down as a whole, shortly before a peak and slowly up again, so
 * that the waveform keeps its shape.
 */
export class Limiter {
	readonly #step: number;
	#gain = 1;

	/** @param step in which loudness is watched, samples: about 5 ms */
	constructor(step: number) {
		this.#step = step;
	}

	/**
	 * Turns `sound` down where it must be, in place.
	 *
	 * @param sound interleaved stereo, a whole number of steps
	 * @param ahead the step that follows, not changed
	 */
	apply(sound: Float32Array, ahead: Float32Array): void {
		const stepValues = this.#step * 2;
		const steps = sound.length / stepValues;
		let wanted = gainFor(sound.subarray(0, stepValues));
		for (let step = 0; step < steps; step++) {
			const values = sound.subarray(step * stepValues, (step + 1) * stepValues);
			const next =
				step + 1 < steps ? gainFor(sound.subarray((step + 1) * stepValues, (step + 2) * stepValues)) : gainFor(ahead);
			const from = Math.min(this.#gain, wanted);
			// By the end of this step the gain is low enough for both this step and the one after.
			const to = Math.min(from + (1 - from) * RELEASE, wanted, next);
			if (from < 1 || to < 1) {
				for (let i = 0; i < stepValues; i++) {
					values[i] = (values[i] as number) * (from + ((to - from) * i) / stepValues);
				}
			}
			this.#gain = to;
			wanted = next;
		}
	}
}

function gainFor(sound: Float32Array): number {
	let peak = 0;
	for (const value of sound) {
		const size = value < 0 ? -value : value;
		if (size > peak) peak = size;
	}
	return peak > CEILING ? CEILING / peak : 1;
}
