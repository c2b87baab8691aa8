export interface StoreWatchOptions {
	/** Resolves when the store answers. */
	ping(): Promise<void>;
	/** It was away, and is back. */
	onBack(): void;
	/** ms between two looks while it is away. */
	readonly interval?: number;
}

/** ms. */
const INTERVAL = 6_000;

/**
 * Notices that a store which was away is back: files that wait for it are tried less and less often. A store that
 * answers and refuses files is left to that schedule.
 */
export class StoreWatch {
	readonly #options: StoreWatchOptions;
	#timer: NodeJS.Timeout | undefined;
	#looking = false;
	#away = false;
	#closed = false;

	constructor(options: StoreWatchOptions) {
		this.#options = options;
	}

	/** A file could not be brought there. */
	handleFailure(): void {
		if (this.#timer === undefined && !this.#looking) void this.#look();
	}

	close(): void {
		this.#closed = true;
		clearTimeout(this.#timer);
	}

	async #look(): Promise<void> {
		this.#timer = undefined;
		this.#looking = true;
		const { ping, onBack, interval = INTERVAL } = this.#options;
		const answers = await ping().then(
			() => true,
			() => false,
		);
		this.#looking = false;
		if (this.#closed) return;
		if (!answers) {
			this.#away = true;
			this.#timer = setTimeout(() => void this.#look(), interval);
			this.#timer.unref();
		} else if (this.#away) {
			this.#away = false;
			onBack();
		}
	}
}
