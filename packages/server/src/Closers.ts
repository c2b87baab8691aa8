/** What is closed with a server: the newest first, because it may use what is older. */
export class Closers {
	readonly #closers: (() => Promise<void> | void)[] = [];

	add(close: () => Promise<void> | void): void {
		this.#closers.push(close);
	}

	/** Closes each once, one after the other. */
	async close(): Promise<void> {
		for (const close of this.#closers.splice(0).reverse()) await close();
	}
}
