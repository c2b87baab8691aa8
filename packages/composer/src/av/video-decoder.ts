import type { FFDecoderCodec } from 'node-av/constants';
import { Codec, CodecContext, Frame, Rational } from 'node-av/lib';
import { check, isDrained } from './check.ts';
import { CODEC_IDS } from './codec-ids.ts';
import type { CodedPacket } from './coded-packet.ts';

export type VideoCodec = 'vp8' | 'vp9' | 'h264' | 'av1';

/** A decoded picture. It belongs to the decoder and is good until the next `decode`. */
export interface DecodedPicture {
	/** For the code in `av/` only. */
	readonly frame: Frame;
	readonly width: number;
	readonly height: number;
}

/**
 * Decodes one track, one picture in, one out. Threads are not used inside: frame threads would hold pictures back, and the
 * tracks of a composition run beside each other anyway.
 */
export class VideoDecoder {
	readonly #context = new CodecContext();
	#shown = new Frame();
	#spare = new Frame();
	#closed = false;
	#busy: Promise<unknown> = Promise.resolve();

	private constructor() {
		this.#shown.alloc();
		this.#spare.alloc();
	}

	/**
	 * @param extradata of a file, where its packets need that
	 * @throws where the media library lacks the codec
	 */
	static async create(codec: VideoCodec, extradata?: Buffer): Promise<VideoDecoder> {
		const implementation =
			codec === 'av1' ? Codec.findDecoderByName('libdav1d' as FFDecoderCodec) : Codec.findDecoder(CODEC_IDS[codec]);
		if (!implementation) throw new Error(`the media library has no ${codec} decoder`);
		const decoder = new VideoDecoder();
		decoder.#context.allocContext3(implementation);
		decoder.#context.threadCount = 1;
		if (extradata) decoder.#context.extraData = extradata;
		decoder.#context.pktTimebase = new Rational(1, 1_000_000);
		check(await decoder.#context.open2(implementation, null), `open the ${codec} decoder`);
		return decoder;
	}

	/**
	 * Decodes a packet, which stays the caller's.
	 *
	 * @returns the picture, the topmost where the packet holds several layers; `undefined` where it gave none
	 * @throws {MediaError} where the packet is broken: decoding can continue at a key frame
	 */
	decode(packet: CodedPacket): Promise<DecodedPicture | undefined> {
		const result = this.#busy.then(() => this.#decode(packet));
		this.#busy = result.catch(() => {});
		return result;
	}

	async close(): Promise<void> {
		if (this.#closed) return;
		this.#closed = true;
		// A context must be idle when it is freed.
		await this.#busy;
		this.#shown.free();
		this.#spare.free();
		this.#context.freeContext();
	}

	async #decode(packet: CodedPacket): Promise<DecodedPicture | undefined> {
		if (this.#closed) return undefined;
		check(await this.#context.sendPacket(packet.native), 'decode a picture');
		let found = false;
		for (;;) {
			const code = this.#context.receiveFrameSync(this.#spare);
			if (isDrained(code)) break;
			check(code, 'decode a picture');
			[this.#shown, this.#spare] = [this.#spare, this.#shown];
			this.#spare.unref();
			found = true;
		}
		return found ? { frame: this.#shown, width: this.#shown.width, height: this.#shown.height } : undefined;
	}
}
