import type { RtpPacket } from './packet.ts';

/** Further than this from where the sender's clock must be, a timestamp is unbelievable: 5 s. */
const TOLERANCE_S = 5;
/** Two packets this near to each other on a time line of their own say that the sender began a new one. */
const NEAR_S = 1;
const NEAR_PACKETS = 16;

/**
 * Tells packets of one stream from garbage that looks like them. Their clock runs as ours does; a packet whose timestamp is
 * far from there is held until another one is near it. Without that, one packet of nonsense moves the newest sequence
 * number, and hundreds of good ones count as late.
 */
export class TimeLine {
	readonly #clockRate: number;
	#last: { readonly timestamp: number; readonly atMs: number } | undefined;
	#suspect: RtpPacket | undefined;

	/** @param clockRate Hz */
	constructor(clockRate: number) {
		this.#clockRate = clockRate;
	}

	/** @returns what may be taken in now: the packet, none, or the one that was held with it */
	sort(packet: RtpPacket, nowMs: number): readonly RtpPacket[] {
		const last = this.#last;
		if (last === undefined) return this.#believe(packet, nowMs);
		const elapsed = ((nowMs - last.atMs) * this.#clockRate) / 1000;
		if (this.#distance(packet.timestamp, last.timestamp + elapsed) <= TOLERANCE_S) {
			this.#suspect = undefined;
			return this.#believe(packet, nowMs);
		}
		const held = this.#suspect;
		if (held === undefined || !this.#near(held, packet)) {
			this.#suspect = packet;
			return [];
		}
		this.#suspect = undefined;
		return [held, ...this.#believe(packet, nowMs)];
	}

	#believe(packet: RtpPacket, nowMs: number): readonly RtpPacket[] {
		this.#last = { timestamp: packet.timestamp, atMs: nowMs };
		return [packet];
	}

	#near(one: RtpPacket, other: RtpPacket): boolean {
		const packets = (other.sequence - one.sequence) & 0xffff;
		const apart = Math.min(packets, 0x10000 - packets);
		return apart > 0 && apart <= NEAR_PACKETS && this.#distance(one.timestamp, other.timestamp) <= NEAR_S;
	}

	/** Seconds between two timestamps, which wrap. */
	#distance(one: number, other: number): number {
		const ahead = (((one - other) % 2 ** 32) + 2 ** 32) % 2 ** 32;
		return Math.min(ahead, 2 ** 32 - ahead) / this.#clockRate;
	}
}
