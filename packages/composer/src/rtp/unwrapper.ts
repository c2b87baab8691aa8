/**
 * Follows a counter that wraps at `2 ** bits` and returns it as one that does not: each value is taken as the nearest to
 * the greatest seen so far (RFC 3550 appendix A.1 for sequence numbers; the same for timestamps).
 */
export class Unwrapper {
	readonly #size: number;
	#greatest: number | undefined;

	/** @param bits width of the wrapping counter: 16 for sequence numbers, 32 for timestamps */
	constructor(bits: number) {
		this.#size = 2 ** bits;
	}

	/** The unwrapped value, without remembering it. */
	peek(value: number): number {
		if (this.#greatest === undefined) return value;
		const size = this.#size;
		const ahead = (((value - this.#greatest) % size) + size) % size;
		return this.#greatest + (ahead < size / 2 ? ahead : ahead - size);
	}

	/** The unwrapped value; later values are read relative to the greatest one given here. */
	unwrap(value: number): number {
		const unwrapped = this.peek(value);
		if (this.#greatest === undefined || unwrapped > this.#greatest) this.#greatest = unwrapped;
		return unwrapped;
	}

	reset(): void {
		this.#greatest = undefined;
	}
}
