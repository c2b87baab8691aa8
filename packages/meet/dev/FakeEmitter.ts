type Listener = (...args: never[]) => void;

/** `on`, `off` and `emit` like those of the SDK. */
export class FakeEmitter {
	readonly #listeners = new Map<string, Set<Listener>>();

	on(event: string, listener: Listener): void {
		const listeners = this.#listeners.get(event) ?? new Set();
		this.#listeners.set(event, listeners.add(listener));
	}

	off(event: string, listener: Listener): void {
		this.#listeners.get(event)?.delete(listener);
	}

	emit(event: string, ...args: unknown[]): void {
		for (const listener of [...(this.#listeners.get(event) ?? [])]) (listener as (...args: unknown[]) => void)(...args);
	}
}
