/**
 * Sound of one track on the composition's time line: written where it belongs, read in order. Interleaved stereo at 48 kHz;
 * positions are in samples from the composition's start.
 */
export class AudioRing {
	readonly #data: Float32Array;
	readonly #capacity: number;
	#readTo = 0;

	/** @param capacity in samples: how far ahead of the reader may be written */
	constructor(capacity: number) {
		this.#capacity = capacity;
		this.#data = new Float32Array(capacity * 2);
	}

	/** Writes sound; what lies before the reader or too far ahead is left out. */
	write(position: number, sound: Float32Array): void {
		const samples = sound.length / 2;
		for (let i = 0; i < samples; i++) {
			const at = position + i;
			if (at < this.#readTo || at >= this.#readTo + this.#capacity) continue;
			const slot = (at % this.#capacity) * 2;
			this.#data[slot] = sound[2 * i] as number;
			this.#data[slot + 1] = sound[2 * i + 1] as number;
		}
	}

	/** Adds the samples from `position` on to `target`, and keeps them. */
	addTo(position: number, target: Float32Array): void {
		const samples = target.length / 2;
		for (let i = 0; i < samples; i++) {
			const at = position + i;
			if (at < this.#readTo || at >= this.#readTo + this.#capacity) continue;
			const slot = (at % this.#capacity) * 2;
			target[2 * i] = (target[2 * i] as number) + (this.#data[slot] as number);
			target[2 * i + 1] = (target[2 * i + 1] as number) + (this.#data[slot + 1] as number);
		}
	}

	/** What lies before `position` has been heard: its place becomes silence for later. */
	release(position: number): void {
		const from = Math.max(this.#readTo, position - this.#capacity);
		for (let at = from; at < position; at++) {
			const slot = (at % this.#capacity) * 2;
			this.#data[slot] = 0;
			this.#data[slot + 1] = 0;
		}
		this.#readTo = Math.max(this.#readTo, position);
	}
}
