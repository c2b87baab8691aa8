import { useSyncExternalStore } from 'react';

/** A value outside React that says when it changed. */
export abstract class Store<T> {
	#state: T;
	readonly #listeners = new Set<() => void>();

	constructor(initial: T) {
		this.#state = initial;
	}

	/** The value now. */
	get state(): T {
		return this.#state;
	}

	/** Calls back after every change, until the returned function is called. */
	readonly subscribe = (listener: () => void): (() => void) => {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	};

	/** The value now, for `useSyncExternalStore`. */
	readonly getSnapshot = (): T => this.#state;

	protected set(state: T): void {
		this.#state = state;
		for (const listener of [...this.#listeners]) listener();
	}
}

/** The value of a store, rendered again when it changes. */
export function useStore<T>(store: Store<T>): T {
	return useSyncExternalStore(store.subscribe, store.getSnapshot, store.getSnapshot);
}
