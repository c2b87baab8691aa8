/** Says when something has lasted long enough to be reported, and when its end has. */
export class Lasting {
	readonly #after: number;
	readonly #over: number;
	#reported = false;
	/** Since when it is otherwise than reported, monotonic ms. */
	#since: number | undefined;

	/**
	 * @param after how long something lasts until it counts, ms
	 * @param over how long it is over until that counts, ms
	 */
	constructor(after: number, over: number) {
		this.#after = after;
		this.#over = over;
	}

	/**
	 * @param present whether it is there
	 * @param now monotonic ms
	 * @returns what to report, if anything
	 */
	sample(present: boolean, now: number): 'detected' | 'resolved' | undefined {
		if (present === this.#reported) {
			this.#since = undefined;
			return undefined;
		}
		this.#since ??= now;
		if (now - this.#since < (present ? this.#after : this.#over)) return undefined;
		this.#since = undefined;
		this.#reported = present;
		return present ? 'detected' : 'resolved';
	}
}
