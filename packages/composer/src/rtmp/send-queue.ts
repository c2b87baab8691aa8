import type { Socket } from 'node:net';

/** Something to send: headers always, media only while there is room. */
export interface QueuedMessage {
	readonly bytes: Buffer;
	/** Media time, ms. */
	readonly timeMs: number;
	/** The stream can be understood from here on. */
	readonly startsAnew: boolean;
}

export interface SendQueueOptions {
	/** Media that may wait, ms. */
	readonly maxWaitingMs: number;
	/** Bytes that may wait. */
	readonly maxWaitingBytes: number;
	/** Nothing taken for so long while something waits: the target is dead, ms. */
	readonly stallMs: number;
	/** Media was left out. @param ms how much */
	dropped(ms: number): void;
	stalled(): void;
}

/**
 * Media on its way into a socket. What the target does not take waits here, where it can still be left out: then all that
 * waits goes, and the stream continues with the next key frame.
 */
export class SendQueue {
	readonly #socket: Socket;
	readonly #options: SendQueueOptions;
	readonly #timer: NodeJS.Timeout;
	readonly #onDrain = () => {
		this.#blocked = false;
		this.#flush();
	};
	#waiting: QueuedMessage[] = [];
	#waitingBytes = 0;
	/** Messages given to the socket and not yet taken by the system. */
	#inFlight = 0;
	#blocked = false;
	#skipping = false;
	#skippedFromMs = 0;
	#progressMs = performance.now();
	#closed = false;

	constructor(socket: Socket, options: SendQueueOptions) {
		this.#socket = socket;
		this.#options = options;
		socket.on('drain', this.#onDrain);
		this.#timer = setInterval(() => this.#watch(), Math.min(1000, options.stallMs / 4));
	}

	/** Takes media. Between what was left out and the next key frame nothing is taken. */
	push(message: QueuedMessage): void {
		if (this.#closed) return;
		if (this.#skipping) {
			if (!message.startsAnew || this.#blocked) return;
			this.#skipping = false;
			this.#options.dropped(message.timeMs - this.#skippedFromMs);
		}
		if (this.#waiting.length === 0 && this.#inFlight === 0) this.#progressMs = performance.now();
		this.#waiting.push(message);
		this.#waitingBytes += message.bytes.length;
		this.#flush();
		const oldest = this.#waiting[0];
		if (!oldest) return;
		const tooLong = message.timeMs - oldest.timeMs > this.#options.maxWaitingMs;
		if (tooLong || this.#waitingBytes > this.#options.maxWaitingBytes) this.#skip(oldest.timeMs);
	}

	close(): void {
		this.#closed = true;
		this.#waiting = [];
		clearInterval(this.#timer);
		this.#socket.off('drain', this.#onDrain);
	}

	#skip(fromMs: number): void {
		this.#waiting = [];
		this.#waitingBytes = 0;
		this.#skipping = true;
		this.#skippedFromMs = fromMs;
	}

	#flush(): void {
		while (!this.#blocked && !this.#closed) {
			const message = this.#waiting.shift();
			if (!message) return;
			this.#waitingBytes -= message.bytes.length;
			this.#inFlight += 1;
			const room = this.#socket.write(message.bytes, () => {
				this.#inFlight -= 1;
				this.#progressMs = performance.now();
			});
			this.#blocked = !room;
		}
	}

	#watch(): void {
		if (this.#closed || this.#inFlight === 0) return;
		if (performance.now() - this.#progressMs < this.#options.stallMs) return;
		this.close();
		this.#options.stalled();
	}
}
