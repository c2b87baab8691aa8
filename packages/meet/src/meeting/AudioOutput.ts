import { Store } from '../base/Store.ts';

/** Whether the browser refuses to play sound until somebody clicks, and how to make it. */
export class AudioOutput extends Store<{ readonly blocked: boolean }> {
	readonly #elements = new Set<HTMLAudioElement>();

	constructor() {
		super({ blocked: false });
	}

	/** Begins to play an element; the returned function ends it. */
	add(element: HTMLAudioElement): () => void {
		this.#elements.add(element);
		void this.#play(element);
		return () => {
			this.#elements.delete(element);
		};
	}

	/** Plays everything; to be called by a click. */
	async unlock(): Promise<void> {
		this.set({ blocked: false });
		await Promise.all([...this.#elements].map((element) => this.#play(element)));
	}

	async #play(element: HTMLAudioElement): Promise<void> {
		try {
			await element.play();
		} catch (error) {
			// An AbortError only says that a new stream came in between.
			if (error instanceof DOMException && error.name === 'NotAllowedError') this.set({ blocked: true });
		}
	}
}
