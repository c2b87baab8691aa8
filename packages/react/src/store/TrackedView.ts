import type { Source } from './Store.ts';

/**
 * The values of a store as an object that remembers which of them were read: {@link current} returns another object only
 * when one of those has changed. A value is always the one of now, also in a handler that runs later.
 *
 * @typeParam S values of the store
 * @typeParam M what the object has beside them, which never changes: methods
 */
export class TrackedView<S extends object, M extends object> {
	readonly #source: Source<S>;
	readonly #fixed: M;
	#state: S;
	#read = new Map<keyof S, unknown>();
	#view: Readonly<S> & M;

	constructor(source: Source<S>, fixed: M) {
		this.#source = source;
		this.#fixed = fixed;
		this.#state = source.get();
		this.#view = this.#make();
	}

	/** The object; the same one until something changes that was read from it. */
	readonly current = (): Readonly<S> & M => {
		const state = this.#source.get();
		if (state === this.#state) return this.#view;
		this.#state = state;
		for (const [key, value] of this.#read) {
			if (Object.is(state[key], value)) continue;
			this.#read = new Map();
			this.#view = this.#make();
			break;
		}
		return this.#view;
	};

	#make(): Readonly<S> & M {
		const source = this.#source;
		const read = this.#read;
		const fixed = this.#fixed;
		const get = (target: object, key: PropertyKey) => {
			if (Object.hasOwn(fixed, key)) return fixed[key as keyof M];
			const state = source.get();
			if (!Object.hasOwn(state, key)) return Reflect.get(target, key);
			const value = state[key as keyof S];
			// What was first read is what is on the screen.
			if (!read.has(key as keyof S)) read.set(key as keyof S, value);
			return value;
		};
		// Its own properties are for those who copy it; `get` has the values.
		return new Proxy({ ...source.get(), ...fixed }, { get }) as Readonly<S> & M;
	}
}
