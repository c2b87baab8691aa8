/** Longest delay that a timer of Node takes, in ms. */
const LONGEST = 2 ** 31 - 1;

/** Calls back after a time, however long. */
export class AutoClose {
	#timer: NodeJS.Timeout | undefined;

	/** @param left ms; none or less: as soon as possible */
	constructor(left: number, close: () => void) {
		this.#arm(Math.max(0, left), close);
	}

	cancel(): void {
		clearTimeout(this.#timer);
	}

	#arm(left: number, close: () => void): void {
		const delay = Math.min(left, LONGEST);
		this.#timer = setTimeout(() => (left > LONGEST ? this.#arm(left - LONGEST, close) : close()), delay);
	}
}
