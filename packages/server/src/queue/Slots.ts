/** How many items are worked on at once: in total, and in one lane. */
export interface SlotLimits {
	readonly total: number;
	readonly perLane: number;
}

/** Counts the items that are worked on. A slow lane fills its own slots only. */
export class Slots {
	readonly #limits: SlotLimits;
	readonly #used = new Map<string, number>();
	#total = 0;

	constructor(limits: SlotLimits) {
		this.#limits = limits;
	}

	get free(): number {
		return this.#limits.total - this.#total;
	}

	/** Lanes that have no slot left. */
	get full(): string[] {
		return [...this.#used].filter(([, used]) => used >= this.#limits.perLane).map(([lane]) => lane);
	}

	/** @returns false when the lane has none left */
	take(lane: string): boolean {
		const used = this.#used.get(lane) ?? 0;
		if (this.free <= 0 || used >= this.#limits.perLane) return false;
		this.#used.set(lane, used + 1);
		this.#total++;
		return true;
	}

	giveBack(lane: string): void {
		const used = (this.#used.get(lane) ?? 0) - 1;
		if (used > 0) this.#used.set(lane, used);
		else this.#used.delete(lane);
		this.#total--;
	}
}
