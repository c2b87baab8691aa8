import type { FrameType } from './frames.ts';

/** A frame that was sent, and may have to be sent again. */
export interface KeptFrame {
	readonly type: FrameType;
	readonly number: number;
	readonly payload: Buffer;
	/** Bytes of messages up to its end. */
	readonly upTo: number;
}

/** ms until what was not sent again is asked for once more. */
const ASK_AGAIN = 1_000;

/** What a channel needs to survive that frames are lost: those that the other end may not have, and whether it has asked. */
export class Resends {
	readonly #kept: KeptFrame[] = [];
	#askedFor = -1;
	#askedAt = 0;

	keep(frame: KeptFrame): void {
		this.#kept.push(frame);
	}

	/** The other end has taken so many bytes of messages. */
	forget(bytes: number): void {
		const first = this.#kept.findIndex(({ upTo }) => upTo > bytes);
		this.#kept.splice(0, first === -1 ? this.#kept.length : first);
	}

	/** From that number on; undefined when some of them are not kept. */
	from(number: number): readonly KeptFrame[] | undefined {
		const first = this.#kept[0]?.number;
		return first !== undefined && first > number ? undefined : this.#kept.filter((frame) => frame.number >= number);
	}

	/** Whether to ask for frames from that number on: not again with every frame that comes behind them. */
	asks(number: number): boolean {
		const now = performance.now();
		if (number === this.#askedFor && now - this.#askedAt < ASK_AGAIN) return false;
		this.#askedFor = number;
		this.#askedAt = now;
		return true;
	}
}
