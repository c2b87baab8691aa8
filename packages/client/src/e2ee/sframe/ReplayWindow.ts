/** How far a frame may come behind the newest, in frames. Resent packets and changes of size are far below it. */
const SIZE = 1024;

/** Which frames of a KID were there: each is taken once, in any order, unless it is much too late. */
export class ReplayWindow {
	#newest = -1n;
	readonly #seen = new Set<bigint>();

	/** Whether a frame is new. It counts as seen only with {@link add}: its tag may be wrong. */
	isNew(counter: bigint): boolean {
		return counter > this.#newest || (counter > this.#newest - BigInt(SIZE) && !this.#seen.has(counter));
	}

	/** A frame with a correct tag was taken. */
	add(counter: bigint): void {
		this.#seen.add(counter);
		if (counter > this.#newest) this.#newest = counter;
		if (this.#seen.size <= 2 * SIZE) return;
		for (const one of this.#seen) if (one <= this.#newest - BigInt(SIZE)) this.#seen.delete(one);
	}
}
