import type { Emitter } from '../events/Emitter.ts';

/**
 * Passes events on, or keeps them back until {@link open}: events about what a join finds come after `meeting-joined`, when the
 * state it speaks of is complete.
 */
export class EventGate<Events extends { [K in keyof Events]: unknown[] }> {
	readonly #target: Emitter<Events>;
	#held: (() => void)[] | null = null;

	constructor(target: Emitter<Events>) {
		this.#target = target;
	}

	emit<K extends keyof Events>(event: K, ...args: Events[K]): void {
		const tell = () => this.#target.emit(event, ...args);
		if (this.#held) this.#held.push(tell);
		else tell();
	}

	hold(): void {
		this.#held = [];
	}

	open(): void {
		const held = this.#held ?? [];
		this.#held = null;
		for (const tell of held) tell();
	}

	/** Forgets what was kept back. */
	drop(): void {
		this.#held = null;
	}
}
