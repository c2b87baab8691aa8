import { Store } from '../hooks/Store.ts';

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
		this.set(this.state.filter((notice) => notice.id !== id));
	}

	#show(text: string, tone: Notice['tone'], duration: number): void {
		const id = this.#next++;
		const others = this.state.filter((notice) => notice.text !== text);
		this.set([...others, { id, text, tone }].slice(-MOST));
		setTimeout(() => this.dismiss(id), duration);
	}
}
