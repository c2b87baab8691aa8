import { logger } from '../log/logger.ts';

type Listener = (...args: unknown[]) => void;

/** A listener that says itself what it gets, as apps of the VideoSDK JavaScript SDK may: nothing checks it. */
// biome-ignore lint/suspicious/noExplicitAny: it is any listener; no other type takes all of them.
export type AnyListener = (...args: any[]) => void;

/** The side of an {@link Emitter} that emits. */
export interface Emits<Events extends { [K in keyof Events]: unknown[] }> {
	emit<K extends keyof Events>(event: K, ...args: Events[K]): void;
}

/**
 * A typed event emitter. `Events` maps names to the arguments of listeners. A listener that throws does not keep the
 * others from being called.
 */
export class Emitter<Events extends { [K in keyof Events]: unknown[] }> {
	readonly #listeners = new Map<keyof Events, Set<Listener>>();
	#silent = false;

	/** Calls `listener` on every event of that name, until `off`. */
	on<K extends keyof Events>(event: K, listener: (...args: Events[K]) => void): void;
	on(event: keyof Events, listener: AnyListener): void;
	on(event: keyof Events, listener: AnyListener): void {
		this.handleListener();
		const listeners = this.#listeners.get(event) ?? new Set();
		this.#listeners.set(event, listeners.add(listener as unknown as Listener));
	}

	/** Ends what `on` began. */
	off(event: keyof Events, listener: AnyListener): void {
		this.#listeners.get(event)?.delete(listener as unknown as Listener);
	}

	/** Calls `listener` on the next event of that name only. */
	once<K extends keyof Events>(event: K, listener: (...args: Events[K]) => void): void {
		const wrapped = (...args: Events[K]) => {
			this.off(event, wrapped);
			listener(...args);
		};
		this.on(event, wrapped);
	}

	/** Somebody listens. @internal */
	protected handleListener(): void {}

	/** Emits nothing any more. @internal */
	silence(): void {
		this.#silent = true;
	}

	/** @internal */
	emit<K extends keyof Events>(event: K, ...args: Events[K]): void {
		for (const listener of [...(this.#listeners.get(event) ?? [])]) {
			if (this.#silent) return;
			try {
				listener(...args);
			} catch (error) {
				logger.error(`A listener of "${String(event)}" threw`, error);
			}
		}
	}
}
