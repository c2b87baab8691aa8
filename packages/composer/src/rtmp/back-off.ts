/** Waiting times before the next try: half a second, then twice as long each time. */
export class BackOff {
	readonly #firstMs: number;
	readonly #maxMs: number;
	#nextMs: number;

	constructor(firstMs: number, maxMs: number) {
		this.#firstMs = firstMs;
		this.#maxMs = maxMs;
		this.#nextMs = firstMs;
	}

	next(): number {
		const ms = this.#nextMs;
		this.#nextMs = Math.min(this.#maxMs, ms * 2);
		return ms;
	}

	/** It has worked for a while: begin again. */
	reset(): void {
		this.#nextMs = this.#firstMs;
	}
}
