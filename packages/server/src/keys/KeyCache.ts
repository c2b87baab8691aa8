import type { Key } from './Key.ts';

interface Entry {
	readonly key: Promise<Key | undefined>;
	readonly loadedAt: number;
}

/** How long another process may have revoked a key before this one notices, in ms. */
const FRESH_MS = 1_500;
/** Tokens with invented keys must not fill the memory. */
const MOST_ENTRIES = 10_000;

/** Keys by id, so that verifying a token does not cost a query; unknown ids are remembered as well. */
export class KeyCache {
	readonly #load: (id: string) => Promise<Key | undefined>;
	readonly #now: () => number;
	readonly #entries = new Map<string, Entry>();

	constructor(load: (id: string) => Promise<Key | undefined>, now: () => number = () => performance.now()) {
		this.#load = load;
		this.#now = now;
	}

	/** The key as it was in the database at most 1.5 s ago. Concurrent calls share one query. */
	get(id: string): Promise<Key | undefined> {
		const now = this.#now();
		const known = this.#entries.get(id);
		if (known !== undefined && now - known.loadedAt < FRESH_MS) return known.key;
		const entry: Entry = { key: this.#load(id), loadedAt: now };
		// Taken out and put in again, so that the map is ordered by age.
		this.#entries.delete(id);
		this.#entries.set(id, entry);
		entry.key.catch(() => {
			if (this.#entries.get(id) === entry) this.#entries.delete(id);
		});
		if (this.#entries.size > MOST_ENTRIES) {
			const [oldest] = this.#entries.keys();
			if (oldest !== undefined) this.#entries.delete(oldest);
		}
		return entry.key;
	}

	/** Forget a key that has just changed. */
	forget(id: string): void {
		this.#entries.delete(id);
	}
}
