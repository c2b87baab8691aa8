/** Bytes that all clients of this process together may leave unread. */
const MAX_UNSENT_IN_ALL = 64 * 1024 * 1024;
/** How far down the slowest are closed, so that not every message is one too many. */
const DOWN_TO = 0.75;

/** What a client leaves unread. */
export interface Unsent {
	/** Bytes of memory that it takes. */
	readonly held: number;
	/** Closes the connection: the client does not read. */
	closeSlow(): void;
}

/** What the clients of this process leave unread, together. When it is too much, those that read least are closed first. */
export class UnsentBudget {
	readonly #limit: number;
	readonly #onSlow: () => void;
	/** With what each held when it was last asked. */
	readonly #queues = new Map<Unsent, number>();
	#total = 0;

	/** @param onSlow a client is closed because it does not read. @param limit bytes */
	constructor(onSlow: () => void, limit = MAX_UNSENT_IN_ALL) {
		this.#onSlow = onSlow;
		this.#limit = limit;
	}

	add(queue: Unsent): void {
		this.#queues.set(queue, 0);
	}

	delete(queue: Unsent): void {
		this.#total -= this.#queues.get(queue) ?? 0;
		this.#queues.delete(queue);
	}

	/** A client was closed because it does not read. */
	closedSlow(): void {
		this.#onSlow();
	}

	/** Something was added to what a client has to read. */
	check(queue: Unsent): void {
		this.#ask(queue);
		if (this.#total <= this.#limit) return;
		// What was read since is known only to those who are asked.
		for (const each of this.#queues.keys()) this.#ask(each);
		if (this.#total <= this.#limit) return;
		const slowest = [...this.#queues].toSorted(([, one], [, other]) => other - one);
		for (const [each] of slowest) {
			if (this.#total <= this.#limit * DOWN_TO) break;
			each.closeSlow();
		}
	}

	#ask(queue: Unsent): void {
		const before = this.#queues.get(queue);
		if (before === undefined) return;
		const { held } = queue;
		this.#total += held - before;
		this.#queues.set(queue, held);
	}
}
