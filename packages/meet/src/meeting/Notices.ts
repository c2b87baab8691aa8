import { Store } from '../base/Store.ts';

export interface Notice {
	readonly id: number;
	readonly text: string;
	readonly tone: 'news' | 'trouble';
}

/** How long a notice stays, ms: long enough to read it twice. */
const NEWS_MS = 3500;
const TROUBLE_MS = 8000;

/** Most notices at once; the oldest gives way. */
const MOST = 3;

/** Short messages in the corner of the call, read out by screen readers. */
export class Notices extends Store<readonly Notice[]> {
	#next = 1;
	/** Ends each notice after its time. */
	readonly #timers = new Map<number, ReturnType<typeof setTimeout>>();

	constructor() {
		super([]);
	}

	/** Something happened. */
	tell(text: string): void {
		this.#show(text, 'news', NEWS_MS);
	}

	/** Something did not work. */
	warn(text: string): void {
		this.#show(text, 'trouble', TROUBLE_MS);
	}

	dismiss(id: number): void {
		clearTimeout(this.#timers.get(id));
		this.#timers.delete(id);
		this.set(this.state.filter((notice) => notice.id !== id));
	}

	#show(text: string, tone: Notice['tone'], duration: number): void {
		// What is shown already stays for longer. Showing it again would read it out again.
		const same = this.state.find((notice) => notice.text === text);
		const id = same?.id ?? this.#next++;
		clearTimeout(this.#timers.get(id));
		this.#timers.set(
			id,
			setTimeout(() => this.dismiss(id), duration),
		);
		if (same !== undefined) return;
		for (const gone of this.state.slice(0, -MOST + 1)) this.dismiss(gone.id);
		this.set([...this.state, { id, text, tone }]);
	}
}
