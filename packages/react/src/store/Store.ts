import { sameValue } from './sameValue.ts';

/** Something that hooks can read and follow. */
export interface Source<S extends object> {
	/** The values now; the same object until one of them changes. */
	get(): S;
	/** Calls back after every change, until the returned function is called. */
	subscribe(changed: () => void): () => void;
}

/** A few values that say when one of them changed. */
export class Store<S extends object> implements Source<S> {
	#state: S;
	readonly #listeners = new Set<() => void>();

	constructor(initial: S) {
		this.#state = initial;
	}

	/** Whether anybody follows it. */
	get followed(): boolean {
		return this.#listeners.size > 0;
	}

	readonly get = (): S => this.#state;

	readonly subscribe = (changed: () => void): (() => void) => {
		// One function that is passed twice is two followers.
		const listener = () => changed();
		this.#listeners.add(listener);
		return () => {
			this.#listeners.delete(listener);
		};
	};

	/** Replaces some values. What is the same as before stays the same object, and nobody hears of it. */
	set(change: Partial<S>): void {
		const now = new Map(Object.entries(this.#state));
		const entries = Object.entries(change).filter(([key, value]) => !sameValue(now.get(key), value));
		if (entries.length === 0) return;
		this.#state = { ...this.#state, ...Object.fromEntries(entries) };
		for (const listener of [...this.#listeners]) listener();
	}
}
