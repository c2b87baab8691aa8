/** Longest delay that a timer of Node takes, in ms. */
const LONGEST = 2 ** 31 - 1;

/** Calls back at an instant, however far away. */
export class AutoClose {
	#timer: NodeJS.Timeout | undefined;

	/** @param at epoch ms; in the past: as soon as possible */
	constructor(at: number, close: () => void) {
		this.#arm(at, close);
	}

	cancel(): void {
		clearTimeout(this.#timer);
	}

	#arm(at: number, close: () => void): void {
		const left = Math.max(0, at - Date.now());
		this.#timer = setTimeout(() => (left > LONGEST ? this.#arm(at, close) : close()), Math.min(left, LONGEST));
	}
}
