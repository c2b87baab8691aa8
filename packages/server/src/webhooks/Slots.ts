/** How many requests run at once: in all, and to one endpoint. */
export interface SlotLimits {
	readonly total: number;
	readonly perEndpoint: number;
}

/**
 * Counts the requests that run. A slow endpoint fills its own slots, and the others keep theirs.
 */
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

	/** Endpoints that have no slot left. */
	get full(): string[] {
		return [...this.#used].filter(([, used]) => used >= this.#limits.perEndpoint).map(([endpoint]) => endpoint);
	}

	/** @returns false when there is none for it */
	take(endpoint: string): boolean {
		const used = this.#used.get(endpoint) ?? 0;
		if (this.free <= 0 || used >= this.#limits.perEndpoint) return false;
		this.#used.set(endpoint, used + 1);
		this.#total++;
		return true;
	}

	giveBack(endpoint: string): void {
		const used = (this.#used.get(endpoint) ?? 0) - 1;
		if (used > 0) this.#used.set(endpoint, used);
		else this.#used.delete(endpoint);
		this.#total--;
	}
}
