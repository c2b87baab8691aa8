import type { Claim } from './claimStore.ts';

/** The last sign of life of a claim. */
interface Sighting {
	readonly claim: string;
	readonly until: number;
	/** When this process first saw it. */
	readonly since: number;
}

/**
 * Finds the claims of dead servers: this process saw no new sign of life for long enough, by its own clock. The clock of the
 * holder may differ, so the time in a claim counts only as a value that changes.
 */
export class ClaimWatch {
	readonly #silence: number;
	readonly #now: () => number;
	readonly #seen = new Map<string, Sighting>();

	/**
	 * @param silence ms
	 * @param now monotonic, in ms; does not count while this process is stopped, because it misses signs of life then
	 */
	constructor(silence: number, now: () => number) {
		this.#silence = silence;
		this.#now = now;
	}

	/** @param claims all claims of the queue. @returns those of dead servers */
	dead(claims: readonly Claim[]): Claim[] {
		const ids = new Set(claims.map(({ id }) => id));
		for (const id of this.#seen.keys()) if (!ids.has(id)) this.#seen.delete(id);
		return claims.filter((claim) => this.#now() - this.#lastChange(claim) >= this.#silence);
	}

	/** This process saw nothing for a while: silence counts from its next look on. */
	forget(): void {
		this.#seen.clear();
	}

	#lastChange({ id, claim, until }: Claim): number {
		const seen = this.#seen.get(id);
		if (seen?.claim === claim && seen.until === until) return seen.since;
		const since = this.#now();
		this.#seen.set(id, { claim, until, since });
		return since;
	}
}
