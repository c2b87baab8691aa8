import { EventEmitter } from 'node:events';
import type { types } from 'mediasoup';

/** How often what arrived is counted, in ms. */
const INTERVAL = 5_000;
/** By how much the limit may be passed: the estimate that senders follow overshoots, and key frames come in bursts. */
const TOLERANCE = 2;
/** Intervals in a row that must be over it. */
const INTERVALS_OVER = 2;

/**
 * Watches what a client sends, over all transports that it has one after the other: a new one is no new beginning.
 * Congestion control asks a sender to stay below the limit (REMB), and WebRTC's own senders do; nothing makes one. Emits
 * `exceeded` once, with the bit/s of the last 5 s, when twice the limit was passed for 10 s.
 */
export class IncomingBitrate extends EventEmitter<{ exceeded: [bitrate: number] }> {
	readonly #limit: number;
	readonly #timer: NodeJS.Timeout;
	/** Bytes that arrived on the transport since its beginning; rejects when there is nobody left to ask. */
	#received: (() => Promise<number>) | undefined;
	/** Bytes that came on transports before this one. */
	#before = 0;
	#last = { bytes: 0, at: performance.now() };
	#over = 0;
	#asking = false;

	/** @param limit what one may send, in bit/s */
	constructor(limit: number) {
		super();
		this.#limit = limit;
		this.#timer = setInterval(() => void this.#measure(), INTERVAL);
		this.#timer.unref();
	}

	/** Asks the client of a transport to stay below the limit, and counts what arrives on it. */
	async watch(transport: Pick<types.WebRtcTransport, 'setMaxIncomingBitrate' | 'getStats'>): Promise<void> {
		await transport.setMaxIncomingBitrate(this.#limit);
		this.#received = async () =>
			(await transport.getStats()).reduce((sum, { bytesReceived }) => sum + bytesReceived, 0);
	}

	/** Lets go of a transport that is about to be closed. What came on it counts on; nobody listens until the next one. */
	async release(): Promise<void> {
		const received = this.#received;
		this.#received = undefined;
		this.removeAllListeners();
		this.#before += (await received?.().catch(() => 0)) ?? 0;
	}

	close(): void {
		clearInterval(this.#timer);
		this.removeAllListeners();
	}

	async #measure(): Promise<void> {
		if (this.#asking) return;
		this.#asking = true;
		try {
			const bytes = this.#before + ((await this.#received?.()) ?? 0);
			const at = performance.now();
			const last = this.#last;
			this.#last = { bytes, at };
			const bitrate = ((bytes - last.bytes) * 8000) / (at - last.at);
			this.#over = bitrate > this.#limit * TOLERANCE ? this.#over + 1 : 0;
			// Between two transports nobody listens: it is said when the next one is there.
			if (this.#over < INTERVALS_OVER || this.listenerCount('exceeded') === 0) return;
			clearInterval(this.#timer);
			this.emit('exceeded', Math.round(bitrate));
		} catch {
			// The transport is closed, and so is this in a moment.
		} finally {
			this.#asking = false;
		}
	}
}
