import { EventEmitter } from 'node:events';

/** How often what arrived is counted, in ms. */
const INTERVAL = 5_000;
/** By how much the limit may be passed: the estimate that senders follow overshoots, and key frames come in bursts. */
const TOLERANCE = 2;
/** Intervals in a row that must be over it. */
const INTERVALS_OVER = 2;

export interface IncomingBitrateOptions {
	/** What one may send, in bit/s. */
	readonly limit: number;
	/** Bytes that arrived since the beginning; rejects when there is nobody left to ask. */
	readonly received: () => Promise<number>;
}

/**
 * Watches what a client sends. Congestion control asks a sender to stay below the limit (REMB), and WebRTC's own senders
 * do; nothing makes one. Emits `exceeded` once, with the bit/s of the last 5 s, when twice the limit was passed for 10 s.
 */
export class IncomingBitrate extends EventEmitter<{ exceeded: [bitrate: number] }> {
	readonly #options: IncomingBitrateOptions;
	readonly #timer: NodeJS.Timeout;
	#last = { bytes: 0, at: performance.now() };
	#over = 0;
	#asking = false;

	constructor(options: IncomingBitrateOptions) {
		super();
		this.#options = options;
		this.#timer = setInterval(() => void this.#measure(), INTERVAL);
		this.#timer.unref();
	}

	close(): void {
		clearInterval(this.#timer);
		this.removeAllListeners();
	}

	async #measure(): Promise<void> {
		if (this.#asking) return;
		this.#asking = true;
		try {
			const bytes = await this.#options.received();
			const at = performance.now();
			const last = this.#last;
			this.#last = { bytes, at };
			const bitrate = ((bytes - last.bytes) * 8000) / (at - last.at);
			this.#over = bitrate > this.#options.limit * TOLERANCE ? this.#over + 1 : 0;
			if (this.#over < INTERVALS_OVER) return;
			clearInterval(this.#timer);
			this.emit('exceeded', Math.round(bitrate));
		} catch {
			// The transport is closed, and so is this in a moment.
		} finally {
			this.#asking = false;
		}
	}
}
