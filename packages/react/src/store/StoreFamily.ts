import { type Source, Store } from './Store.ts';

/** Stores by id. Components may follow an id before there is anything under it, and after. */
export class StoreFamily<S extends object> {
	readonly #initial: S;
	readonly #stores = new Map<string, Store<S>>();
	readonly #present = new Set<string>();

	/** @param initial what an id has that nothing is known of */
	constructor(initial: S) {
		this.#initial = initial;
	}

	/** The store of an id, as hooks follow it. */
	source(id: string): Source<S> {
		return {
			get: () => this.#stores.get(id)?.get() ?? this.#initial,
			subscribe: (changed) => this.#store(id).subscribe(changed),
		};
	}

	/** Sets values of an id; something is known of it from now on. */
	set(id: string, change: Partial<S>): void {
		this.#present.add(id);
		this.#store(id).set(change);
	}

	/** Nothing is known of an id any more. */
	remove(id: string): void {
		this.#present.delete(id);
		this.#stores.get(id)?.set(this.#initial);
		for (const [other, store] of this.#stores)
			if (!this.#present.has(other) && !store.followed) this.#stores.delete(other);
	}

	#store(id: string): Store<S> {
		const known = this.#stores.get(id);
		if (known) return known;
		const store = new Store(this.#initial);
		this.#stores.set(id, store);
		return store;
	}
}
