import type { TimedFrame, TrackInput } from '../inputs/track-input.ts';
import { AudioFeed } from './audio-feed.ts';
import { Limiter } from './limiter.ts';

/** Sums the sound of all tracks on the composition's time line. Interleaved stereo at 48 kHz. */
export class Mixer {
	readonly #startMs: number;
	readonly #feeds = new Map<string, AudioFeed>();
	/** Feeds whose track has gone but whose last sound is still to be heard, and until which sample. */
	readonly #leaving = new Map<AudioFeed, number>();
	readonly #limiter: Limiter;
	/** Samples per piece, and how many more the limiter looks ahead. */
	readonly #size: number;
	readonly #ahead: number;
	#position = 0;

	/**
	 * @param startMs local monotonic ms of the composition's start
	 * @param size samples per piece: what the encoder takes, a multiple of four
	 */
	constructor(startMs: number, size: number) {
		this.#startMs = startMs;
		this.#size = size;
		this.#ahead = size / 4;
		this.#limiter = new Limiter(this.#ahead);
	}

	/** The next sample to be mixed. */
	get position(): number {
		return this.#position;
	}

	push(input: TrackInput, frame: TimedFrame): void {
		let feed = this.#feeds.get(input.id);
		if (!feed) {
			feed = new AudioFeed(this.#startMs);
			feed.ring.release(this.#position);
			this.#feeds.set(input.id, feed);
		}
		feed.push(frame);
	}

	/** The track has gone. */
	remove(input: TrackInput): void {
		const feed = this.#feeds.get(input.id);
		if (!feed) return;
		this.#feeds.delete(input.id);
		feed.close();
		this.#leaving.set(feed, this.#position + 48_000);
	}

	/** Whether the sound of the next piece, and what the limiter looks ahead, lies before a time. @param timeMs local monotonic */
	ready(timeMs: number): boolean {
		return this.#position + this.#size + this.#ahead <= (timeMs - this.#startMs) * 48;
	}

	/** Mixes the next piece. */
	mix(): Float32Array {
		const sum = new Float32Array((this.#size + this.#ahead) * 2);
		const end = this.#position + this.#size;
		for (const feed of [...this.#feeds.values(), ...this.#leaving.keys()]) {
			feed.ring.addTo(this.#position, sum);
			feed.ring.release(end);
		}
		this.#position = end;
		for (const [feed, until] of this.#leaving) if (until < end) this.#leaving.delete(feed);
		const piece = sum.subarray(0, this.#size * 2);
		this.#limiter.apply(piece, sum.subarray(this.#size * 2));
		return piece;
	}

	close(): void {
		for (const feed of this.#feeds.values()) feed.close();
		this.#feeds.clear();
		this.#leaving.clear();
	}
}
