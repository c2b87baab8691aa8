import { addressKey } from './addressKey.ts';
import type { Refusals } from './Refusals.ts';

/** How many connections each address has open. */
export class ConnectionCount {
	readonly #most: number;
	readonly #refusals: Refusals;
	readonly #open = new Map<string, number>();

	/** @param most of one address; 0: as many as it likes */
	constructor(most: number, refusals: Refusals) {
		this.#most = most;
		this.#refusals = refusals;
	}

	/**
	 * Counts a connection.
	 *
	 * @returns what to call when it is closed; undefined when there are too many, which is counted as well
	 */
	open(address: string): (() => void) | undefined {
		const key = addressKey(address);
		const count = (this.#open.get(key) ?? 0) + 1;
		if (this.#most > 0 && count > this.#most) {
			this.#refusals.count('connections');
			return undefined;
		}
		this.#open.set(key, count);
		let closed = false;
		return () => {
			if (closed) return;
			closed = true;
			const left = (this.#open.get(key) ?? 1) - 1;
			if (left > 0) this.#open.set(key, left);
			else this.#open.delete(key);
		};
	}
}
