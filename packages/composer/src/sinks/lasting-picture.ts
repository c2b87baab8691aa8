import { CodedPacket } from '../av/coded-packet.ts';
import { Picture } from '../av/picture.ts';
import { Scaler } from '../av/scaler.ts';
import { stillFrame } from '../av/stand-in-frame.ts';
import { type VideoCodec, VideoDecoder } from '../av/video-decoder.ts';
import type { EncodedFrame } from '../rtp/encoded-frame.ts';

/** More than this is not kept of one group of pictures: a key frame is asked for instead. */
const MAX_BYTES = 8 * 1024 * 1024;

type Frame = Pick<EncodedFrame, 'data' | 'keyFrame'>;

/**
 * The pictures of a copied track since its last key frame, of which the last one can be made once more: how long a picture
 * stands is told by the next one alone, and players and converters show the last for a thirtieth of a second.
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

	/** The last picture as a key frame. @returns `undefined` where there is none or it cannot be decoded */
	async take(codec: VideoCodec): Promise<Buffer | undefined> {
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
