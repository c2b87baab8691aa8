import type { RtpPacket } from './packet.ts';
import { Unwrapper } from './unwrapper.ts';

export interface JitterBufferOptions {
	/** How long a hole may be mere reordering before it is asked for again, ms. */
	readonly reorderMs: number;
	/** Time between two requests for the same packet, ms. */
	readonly retryMs: number;
	/** How long packets behind a hole wait for it to be filled, ms. */
	readonly maxWaitMs: number;
	/** Packets held at most; beyond, the hole is abandoned at once. */
	readonly capacity: number;
}

/** A packet in its turn. */
export interface OrderedPacket {
	readonly packet: RtpPacket;
	/** Extended sequence number: grows by one per packet, never wraps. */
	readonly sequence: number;
	/** Packets lost right before this one. */
	readonly lostBefore: number;
	/** When it came, monotonic ms. */
	readonly arrivedMs: number;
}

export const DEFAULT_JITTER: JitterBufferOptions = { reorderMs: 10, retryMs: 40, maxWaitMs: 130, capacity: 1024 };

/** A jump this far means the sender began again or the packet is garbage; the next packet shows which. */
const MAX_JUMP = 500;
/** So many late packets one after the other, and none in time, mean that what was taken for the newest packet was garbage. */
const MAX_LATE_RUN = 8;
/** How far one of those may be from the one before it: some are lost, and some overtake each other. */
const LATE_NEAR = 8;

/**
 * Puts the packets of one SSRC back into order, says which to ask for again and gives up on what does not come.
 *
 * It does no timing of its own: the owner calls `pop` after each insert and now and then, with the time.
 */
export class JitterBuffer {
	readonly #options: JitterBufferOptions;
	readonly #unwrapper = new Unwrapper(16);
	readonly #waiting = new Map<number, { packet: RtpPacket; arrivedMs: number }>();
	readonly #asked = new Map<number, { firstSeenMs: number; lastMs: number | undefined }>();
	#next: number | undefined;
	#highest = -1;
	#suspect: number | undefined;
	#late = { sequence: -1, run: 0 };
	#restarts = 0;

	constructor(options: JitterBufferOptions = DEFAULT_JITTER) {
		this.#options = options;
	}

	/** How often the sender was seen to begin a new numbering. */
	get restarts(): number {
		return this.#restarts;
	}

	get held(): number {
		return this.#waiting.size;
	}

	/**
	 * @param repeated it came by retransmission, and being late means nothing
	 * @returns the extended sequence number, or `undefined` where the packet was late, double or unbelievable
	 */
	insert(packet: RtpPacket, nowMs: number, repeated = false): number | undefined {
		if (this.#next === undefined) {
			this.#next = this.#unwrapper.unwrap(packet.sequence);
			this.#highest = this.#next;
		}
		if (Math.abs(this.#unwrapper.peek(packet.sequence) - this.#highest) > MAX_JUMP) {
			if (packet.sequence !== this.#suspect) {
				this.#suspect = (packet.sequence + 1) & 0xffff;
				return undefined;
			}
			this.#restart(packet.sequence);
		} else {
			this.#suspect = undefined;
		}
		if (!repeated && this.#runsLate(this.#unwrapper.peek(packet.sequence))) this.#restart(packet.sequence);
		const sequence = this.#unwrapper.unwrap(packet.sequence);
		if (sequence < this.#next || this.#waiting.has(sequence)) return undefined;
		this.#late.run = 0;
		for (let hole = this.#highest + 1; hole < sequence; hole++) {
			this.#asked.set(hole, { firstSeenMs: nowMs, lastMs: undefined });
		}
		this.#highest = Math.max(this.#highest, sequence);
		this.#asked.delete(sequence);
		this.#waiting.set(sequence, { packet, arrivedMs: nowMs });
		return sequence;
	}

	/** The next packet in order, when it is there or when what is missing before it has been abandoned. */
	pop(nowMs: number): OrderedPacket | undefined {
		if (this.#next === undefined || this.#waiting.size === 0) return undefined;
		let sequence = this.#next;
		if (!this.#waiting.has(sequence)) {
			const hole = this.#asked.get(sequence);
			const expired = !hole || nowMs - hole.firstSeenMs >= this.#options.maxWaitMs;
			if (!expired && this.#waiting.size < this.#options.capacity) return undefined;
			while (!this.#waiting.has(sequence)) {
				this.#asked.delete(sequence);
				sequence += 1;
			}
		}
		const found = this.#waiting.get(sequence);
		if (!found) return undefined;
		this.#waiting.delete(sequence);
		const lostBefore = sequence - this.#next;
		this.#next = sequence + 1;
		return { packet: found.packet, sequence, lostBefore, arrivedMs: found.arrivedMs };
	}

	/** The 16-bit sequence numbers to ask for now; each is counted as asked. */
	missing(nowMs: number): number[] {
		if (this.#asked.size === 0) return [];
		const due: number[] = [];
		for (const [sequence, hole] of this.#asked) {
			const waited =
				hole.lastMs === undefined
					? nowMs - hole.firstSeenMs >= this.#options.reorderMs
					: nowMs - hole.lastMs >= this.#options.retryMs;
			if (!waited) continue;
			hole.lastMs = nowMs;
			due.push(sequence & 0xffff);
			// A NACK of more than this helps nobody: the picture is lost and a key frame is asked for.
			if (due.length === 100) break;
		}
		return due;
	}

	#runsLate(sequence: number): boolean {
		if (this.#next === undefined || sequence >= this.#next) return false;
		const follows = sequence !== this.#late.sequence && Math.abs(sequence - this.#late.sequence) <= LATE_NEAR;
		this.#late = { sequence, run: follows ? this.#late.run + 1 : 1 };
		return this.#late.run >= MAX_LATE_RUN;
	}

	#restart(sequence: number): void {
		this.#late = { sequence: -1, run: 0 };
		this.#restarts += 1;
		this.#suspect = undefined;
		this.#waiting.clear();
		this.#asked.clear();
		this.#unwrapper.reset();
		this.#next = this.#unwrapper.unwrap(sequence);
		this.#highest = this.#next;
	}
}
