import { Picture } from './picture.ts';
import { VideoEncoder, type VideoEncoding } from './video-encoder.ts';

/** Enough for one picture of text to stay sharp. */
const STILL_BIT_RATE = 20_000_000;
const BLACK_BIT_RATE = 1_000_000;

/**
 * One black key frame in a codec and size, to be put into a recording of copied frames while the camera is off.
 *
 * @param size of the pictures beside it; an odd side becomes even
 */
export async function blackFrame(codec: VideoEncoding, size: { width: number; height: number }): Promise<Buffer> {
	const picture = new Picture(size.width + (size.width % 2), size.height + (size.height % 2));
	picture.y.fill(16);
	picture.u.fill(128);
	picture.v.fill(128);
	try {
		return await keyFrame(codec, picture, BLACK_BIT_RATE);
	} finally {
		picture.close();
	}
}

/** A picture as a key frame, to be put into a recording of copied frames. @param picture stays the caller's */
export function stillFrame(codec: VideoEncoding, picture: Picture): Promise<Buffer> {
	return keyFrame(codec, picture, STILL_BIT_RATE);
}

async function keyFrame(codec: VideoEncoding, picture: Picture, maxBitRate: number): Promise<Buffer> {
	const { width, height } = picture;
	const encoder = await VideoEncoder.create({
		encoding: codec,
		width,
		height,
		frameRate: 30,
		maxBitRate,
		keyFrameInterval: 30,
		inBandHeaders: true,
	});
	try {
		const packets = [...(await encoder.encode(picture, 0, true)), ...(await encoder.flush())];
		const data = packets[0]?.native.data;
		if (!data) throw new Error(`the ${codec} encoder gave no frame`);
		const copy = Buffer.from(data);
		for (const packet of packets) packet.free();
		return copy;
	} finally {
		encoder.close();
	}
}
