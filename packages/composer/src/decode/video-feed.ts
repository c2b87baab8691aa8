import { CodedPacket } from '../av/coded-packet.ts';
import { type DecodedPicture, type VideoCodec, VideoDecoder } from '../av/video-decoder.ts';
import type { TimedFrame, TrackInput } from '../inputs/track-input.ts';

/** More frames waiting than this means decoding cannot keep up: better begin again than run behind. */
const MAX_WAITING = 90;

/** The newest picture of a feed. */
export interface FeedPicture extends DecodedPicture {
	/** Clockwise turn to show it upright: 0, 90, 180 or 270. */
	readonly rotation: number;
	/** Grows with every picture. */
	readonly number: number;
}

/** Decodes one track just in time: frames wait until they are due, and those of a track nobody sees are let go. */
export class VideoFeed {
	readonly input: TrackInput;
	#decoder: Promise<VideoDecoder> | undefined;
	#waiting: TimedFrame[] = [];
	#needsKeyFrame = true;
	#visible = false;
	#picture: FeedPicture | undefined;
	#number = 0;
	#lastMs = Number.NEGATIVE_INFINITY;
	#busy: Promise<void> = Promise.resolve();
	#closed = false;

	constructor(input: TrackInput) {
		this.input = input;
	}

	/** The newest decoded picture; good until the next `advance`. */
	get picture(): FeedPicture | undefined {
		return this.#picture;
	}

	/** When the newest picture happened, local monotonic ms. */
	get lastMs(): number {
		return this.#lastMs;
	}

	/** An unseen track is not decoded; when it is seen again, a key frame is asked for. */
	set visible(visible: boolean) {
		if (visible === this.#visible) return;
		this.#visible = visible;
		if (visible) {
			this.#needsKeyFrame = true;
			this.input.requestKeyFrame();
		} else {
			this.#waiting = [];
			this.#picture = undefined;
		}
	}

	push(frame: TimedFrame): void {
		if (this.#closed || !this.#visible) return;
		if (this.#waiting.length >= MAX_WAITING) {
			this.#waiting = [];
			this.#askForKeyFrame();
		}
		this.#waiting.push(frame);
	}

	/** Decodes what has become due. @param timeMs local monotonic; @returns whether there is a new picture */
	async advance(timeMs: number): Promise<boolean> {
		let due = 0;
		while (due < this.#waiting.length && (this.#waiting[due] as TimedFrame).localMs <= timeMs) due += 1;
		if (due === 0 || this.#closed) return false;
		const before = this.#number;
		const frames = this.#waiting.splice(0, due);
		this.#busy = this.#decodeAll(frames);
		await this.#busy;
		return this.#number !== before;
	}

	async close(): Promise<void> {
		if (this.#closed) return;
		this.#closed = true;
		this.#waiting = [];
		await this.#busy;
		await (await this.#decoder)?.close();
	}

	async #decodeAll(frames: readonly TimedFrame[]): Promise<void> {
		for (const frame of frames) {
			if (this.#needsKeyFrame) {
				if (!frame.keyFrame) continue;
				this.#needsKeyFrame = false;
			}
			await this.#decode(frame);
		}
	}

	async #decode(frame: TimedFrame): Promise<void> {
		const packet = CodedPacket.fromData(frame.data, frame.localMs * 1000, 0, frame.keyFrame);
		try {
			this.#decoder ??= VideoDecoder.create(this.input.description.codec as VideoCodec);
			const decoder = await this.#decoder;
			const picture = await decoder.decode(packet);
			if (!picture) return;
			this.#number += 1;
			this.#lastMs = frame.localMs;
			this.#picture = { ...picture, rotation: frame.rotation, number: this.#number };
		} catch {
			// A broken frame: what is shown stays until the next key frame.
			this.#askForKeyFrame();
		} finally {
			packet.free();
		}
	}

	#askForKeyFrame(): void {
		this.#needsKeyFrame = true;
		this.input.requestKeyFrame();
	}
}
