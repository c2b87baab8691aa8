/** What was held back of one kind of line from one source. */
export interface Suppressed<T> {
	/** How many lines. */
	readonly count: number;
	/** The last of them. */
	readonly last: T;
}

interface Window<T> {
	/** ms, monotonic. */
	readonly began: number;
	written: number;
	suppressed: number;
	last: T;
}

export interface SamplerOptions {
	/** Lines of one source that are written in an interval. */
	readonly budget: number;
	/** ms */
	readonly interval: number;
	/** Sources that are known at a time; the lines of all others of a group are counted as those of one. */
	readonly mostSources: number;
	/** ms, monotonic. */
	readonly now: () => number;
}

/** Lets only so many lines of each source through in an interval, and counts the others. Its memory is bounded. */
export class Sampler<T> {
	readonly #options: SamplerOptions;
	readonly #windows = new Map<string, Window<T>>();

	constructor(options: SamplerOptions) {
		this.#options = options;
	}

	/**
	 * Whether a line is to be written; one that is not is counted.
	 *
	 * @param source unique among all groups
	 * @param count how many lines it stands for
	 */
	take(group: string, source: string, line: T, count = 1): boolean {
		const { budget, mostSources, now } = this.#options;
		const name = this.#windows.has(source) || this.#windows.size < mostSources ? source : group;
		let window = this.#windows.get(name);
		if (window === undefined) {
			window = { began: now(), written: 0, suppressed: 0, last: line };
			this.#windows.set(name, window);
		}
		window.last = line;
		const written = window.written < budget;
		if (written) window.written++;
		else window.suppressed += count;
		return written;
	}

	/** Ends the intervals that are over, or all. @returns what was held back in them */
	drain(all = false): Suppressed<T>[] {
		const over = this.#options.now() - this.#options.interval;
		const held: Suppressed<T>[] = [];
		for (const [name, { began, suppressed, last }] of this.#windows) {
			if (!all && began > over) continue;
			this.#windows.delete(name);
			if (suppressed > 0) held.push({ count: suppressed, last });
		}
		return held;
	}
}
