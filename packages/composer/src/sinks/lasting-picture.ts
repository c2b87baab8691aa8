import { CodedPacket } from '../av/coded-packet.ts';
import { Picture } from '../av/picture.ts';
import { Scaler } from '../av/scaler.ts';
import { stillFrame } from '../av/stand-in-frame.ts';
import { type VideoCodec, VideoDecoder } from '../av/video-decoder.ts';
import type { EncodedFrame } from '../rtp/encoded-frame.ts';

/** How long a picture is said to stand, ms: the next one tells. */
export const PICTURE_MS = 1000 / 30;
/** A picture that stands longer than this at the end is written there once more, ms. */
export const STANDS_MS = 500;
/** More than this is not kept of one group of pictures: a key frame is asked for instead. */
const MAX_BYTES = 8 * 1024 * 1024;

type Frame = Pick<EncodedFrame, 'data' | 'keyFrame'>;

/**
 * The pictures of a copied track since its last key frame, of which the last one can be made once more: how long a picture
 * stands follows only from the next one, and players and converters show the last for a thirtieth of a second.
 */
export class LastingPicture {
	#group: Frame[] = [];
	#bytes = 0;

	/** @returns whether a key frame should be asked for: the group has become too large to be kept */
	push(frame: Frame): boolean {
		if (frame.keyFrame) this.#clear();
		// Without its key frame the rest is worth nothing.
		else if (this.#group.length === 0) return false;
		this.#group.push(frame);
		this.#bytes += frame.data.length;
		if (this.#bytes <= MAX_BYTES) return false;
		this.#clear();
		return true;
	}

	/**
	 * The last picture once more, at the end of the time for which it stands.
	 *
	 * @param fromMs since when it stands, from the file's start
	 * @returns `undefined` where it stands for a moment only, and where there is none or it cannot be decoded
	 */
	async last(codec: VideoCodec, fromMs: number, untilMs: number): Promise<CodedPacket | undefined> {
		const picture = untilMs - fromMs < STANDS_MS ? undefined : await this.#take(codec);
		return picture && CodedPacket.fromData(picture, (untilMs - PICTURE_MS) * 1000, PICTURE_MS * 1000, true);
	}

	/** The last picture as a key frame. */
	async #take(codec: VideoCodec): Promise<Buffer | undefined> {
		const [only] = this.#group;
		if (this.#group.length <= 1) return only?.data;
		const decoder = await VideoDecoder.create(codec);
		try {
			let picture: Awaited<ReturnType<VideoDecoder['decode']>>;
			for (const { data, keyFrame } of this.#group) {
				const packet = CodedPacket.fromData(data, 0, 0, keyFrame);
				picture = (await decoder.decode(packet).finally(() => packet.free())) ?? picture;
			}
			if (!picture) return undefined;
			const still = new Picture(picture.width & ~1, picture.height & ~1);
			const scaler = new Scaler();
			try {
				await scaler.scale(picture, still);
				return await stillFrame(codec, still);
			} finally {
				scaler.close();
				still.close();
			}
		} catch {
			return undefined;
		} finally {
			await decoder.close();
		}
	}

	#clear(): void {
		this.#group = [];
		this.#bytes = 0;
	}
}
