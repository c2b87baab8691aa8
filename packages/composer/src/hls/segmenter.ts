import type { MediaPacket } from '../encode/media-packet.ts';

export interface SegmenterOptions {
	/** How many streams there are; segments and parts are cut where the first has a packet. */
	readonly streams: number;
	/** From the start of one segment to that of the next, µs. */
	readonly segmentUs: number;
	/** From the start of one part to that of the next, µs. */
	readonly partUs: number;
	/** Number of the first segment. */
	readonly firstSegment: number;
}

/** A piece of the stream that players may load on its own. */
export interface MediaPart {
	readonly segment: number;
	readonly part: number;
	readonly startUs: number;
	readonly durationUs: number;
	/** Begins with a key frame. */
	readonly independent: boolean;
	/** The segment ends with it. */
	readonly last: boolean;
	/** By stream, in order of time. */
	readonly packets: readonly (readonly MediaPacket[])[];
}

/**
 * Cuts a stream into segments, which begin with a key frame, and these into parts. It takes packets in order of time, so
 * what lies before a cut is complete when the cut comes.
 */
export class Segmenter {
	readonly #options: SegmenterOptions;
	/** A cut may be this much early: times are rounded. */
	readonly #toleranceUs = 1000;
	#segment: number;
	#part = 0;
	#segmentStartUs: number | undefined;
	#partStartUs = 0;
	#endUs = 0;
	#packets: MediaPacket[][];

	constructor(options: SegmenterOptions) {
		this.#options = options;
		this.#segment = options.firstSegment;
		this.#packets = this.#none();
	}

	/** Takes the next packet. Those before the first key frame are let go. @returns the part it has ended */
	push(stream: number, packet: MediaPacket): MediaPart | undefined {
		let ended: MediaPart | undefined;
		if (this.#segmentStartUs === undefined) {
			if (stream !== 0 || !packet.keyFrame) return undefined;
			this.#beginSegment(packet.ptsUs);
		} else if (stream === 0) {
			ended = this.#cut(packet, this.#segmentStartUs);
		}
		if (stream === 0) this.#endUs = packet.ptsUs + packet.durationUs;
		this.#packets[stream]?.push(packet);
		return ended;
	}

	/** The rest, as the end of the last segment; `undefined` where nothing came. */
	flush(): MediaPart | undefined {
		if (this.#segmentStartUs === undefined || !this.#packets[0]?.length) return undefined;
		return this.#endPart(this.#endUs, true);
	}

	#cut({ ptsUs, keyFrame }: MediaPacket, segmentStartUs: number): MediaPart | undefined {
		const { segmentUs, partUs } = this.#options;
		if (keyFrame && ptsUs - segmentStartUs >= segmentUs - this.#toleranceUs) {
			const ended = this.#endPart(ptsUs, true);
			this.#segment += 1;
			this.#beginSegment(ptsUs);
			return ended;
		}
		if (ptsUs - this.#partStartUs < partUs - this.#toleranceUs) return undefined;
		const ended = this.#endPart(ptsUs, false);
		this.#part += 1;
		this.#partStartUs = ptsUs;
		return ended;
	}

	#beginSegment(startUs: number): void {
		this.#segmentStartUs = startUs;
		this.#partStartUs = startUs;
		this.#part = 0;
	}

	#endPart(endUs: number, last: boolean): MediaPart {
		const packets = this.#packets;
		this.#packets = this.#none();
		return {
			segment: this.#segment,
			part: this.#part,
			startUs: this.#partStartUs,
			durationUs: endUs - this.#partStartUs,
			independent: packets[0]?.[0]?.keyFrame ?? false,
			last,
			packets,
		};
	}

	#none(): MediaPacket[][] {
		return Array.from({ length: this.#options.streams }, () => []);
	}
}
