import type { MeetingError } from '../errors/MeetingError.ts';
import { Wish } from './Wish.ts';

/** What a wish is for: the microphone, the camera, or a screen with its sound. */
export type WishKind = 'audio' | 'video' | 'share';

/** The wishes that are open, by kind. All that opens a device does so for one of them. */
export class Wishes {
	readonly #open = new Map<Wish, WishKind>();
	#refusal: MeetingError | null = null;

	/** A new wish; one that is withdrawn already while all are {@link refuse}d. End it with {@link end}. */
	begin(kind: WishKind): Wish {
		const wish = new Wish();
		if (this.#refusal) wish.withdraw(this.#refusal);
		else this.#open.set(wish, kind);
		return wish;
	}

	/** It is fulfilled, or failed. */
	end(wish: Wish): void {
		this.#open.delete(wish);
		wish.end();
	}

	/** Withdraws the open wishes of a kind. @returns whether there were any */
	withdraw(kind: WishKind, why: MeetingError): boolean {
		const concerned = [...this.#open].filter(([, of]) => of === kind).map(([wish]) => wish);
		for (const wish of concerned) this.#withdraw(wish, why);
		return concerned.length > 0;
	}

	/** Withdraws all that are open, and those to come until {@link allow}. */
	refuse(why: MeetingError): void {
		this.#refusal = why;
		for (const wish of [...this.#open.keys()]) this.#withdraw(wish, why);
	}

	allow(): void {
		this.#refusal = null;
	}

	#withdraw(wish: Wish, why: MeetingError): void {
		this.#open.delete(wish);
		wish.withdraw(why);
	}
}
