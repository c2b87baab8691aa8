/** The least value of the last one to two windows: a lower envelope that also follows a slow rise (clock drift). */
export class WindowedMin {
	readonly #windowMs: number;
	#begun = Number.NEGATIVE_INFINITY;
	#current = Number.POSITIVE_INFINITY;
	#previous = Number.POSITIVE_INFINITY;

	constructor(windowMs: number) {
		this.#windowMs = windowMs;
	}

	/** `Infinity` before the first value. */
	get value(): number {
		return Math.min(this.#current, this.#previous);
	}

	add(value: number, nowMs: number): void {
		if (nowMs - this.#begun >= this.#windowMs) {
			this.#previous = this.#current;
			this.#current = Number.POSITIVE_INFINITY;
			this.#begun = nowMs;
		}
		this.#current = Math.min(this.#current, value);
	}

	/** Moves all that is remembered, as after what is measured was moved. */
	shift(by: number): void {
		this.#current += by;
		this.#previous += by;
	}

	reset(): void {
		this.#begun = Number.NEGATIVE_INFINITY;
		this.#current = Number.POSITIVE_INFINITY;
		this.#previous = Number.POSITIVE_INFINITY;
	}
}
