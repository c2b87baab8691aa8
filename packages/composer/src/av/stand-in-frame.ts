import { Picture } from './picture.ts';
import { VideoEncoder, type VideoEncoding } from './video-encoder.ts';

/**
 * One black key frame in a codec and size, to be put into a recording of copied frames while the camera is off.
 *
 * @param size even
 */
export async function blackFrame(codec: VideoEncoding, size: { width: number; height: number }): Promise<Buffer> {
	const picture = new Picture(size.width, size.height);
	picture.y.fill(16);
	picture.u.fill(128);
	picture.v.fill(128);
	const encoder = await VideoEncoder.create({
		encoding: codec,
		...size,
		frameRate: 30,
		maxBitRate: 1_000_000,
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
		picture.close();
	}
}
