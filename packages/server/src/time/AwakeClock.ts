/** ms between two looks at how much time has passed. */
const INTERVAL = 250;
/** Most that counts between two looks, in ms: a process that was busy for longer did not hear what others said. */
const MOST = 500;

/**
 * Counts the time in which this process could hear what others said. A process that was stopped for 15 s, or whose
 * event loop was blocked, finds the messages of those 15 s unread: their senders were not silent. By this clock
 * nearly no time has passed, so they are read before anybody is judged.
 */
export class AwakeClock {
	readonly #timer: NodeJS.Timeout;
	/** ms until the last look. */
	#counted = 0;
	#lookedAt = performance.now();

	constructor() {
		this.#timer = setInterval(() => this.#look(), INTERVAL);
		this.#timer.unref();
	}

	/** ms, from any beginning. Never goes back. */
	readonly now = (): number => this.#counted + Math.min(performance.now() - this.#lookedAt, MOST);

	close(): void {
		clearInterval(this.#timer);
	}

	#look(): void {
		this.#counted = this.now();
		this.#lookedAt = performance.now();
	}
}

/** The clock of this process: what is silent, and for how long, is judged by it. In ms. */
export const awakeMs: () => number = new AwakeClock().now;
