import {
	AV_PIX_FMT_RGB24,
	AV_PIX_FMT_YUV420P,
	AV_PIX_FMT_YUVJ420P,
	AVCOL_RANGE_JPEG,
	AVCOL_RANGE_MPEG,
	AVCOL_SPC_RGB,
	AVCOL_SPC_SMPTE170M,
	type FFEncoderCodec,
	SWS_BICUBIC,
} from 'node-av/constants';
import { Codec, CodecContext, Frame, Packet, Rational, SoftwareScaleContext } from 'node-av/lib';
import { check } from './check.ts';
import type { DecodedPicture } from './video-decoder.ts';

export type StillFormat = 'jpg' | 'png' | 'webp';

/** The encoder of each format, and what it takes. */
const FORMATS = {
	jpg: { encoder: 'mjpeg', pixels: AV_PIX_FMT_YUVJ420P, range: AVCOL_RANGE_JPEG, matrix: AVCOL_SPC_SMPTE170M },
	png: { encoder: 'png', pixels: AV_PIX_FMT_RGB24, range: AVCOL_RANGE_JPEG, matrix: AVCOL_SPC_RGB },
	webp: { encoder: 'libwebp', pixels: AV_PIX_FMT_YUV420P, range: AVCOL_RANGE_MPEG, matrix: AVCOL_SPC_SMPTE170M },
} as const;

/** Quantizer of JPEG: 2 is the best, 31 the smallest. */
const JPEG_QUALITY = 4;

/**
 * A picture as a file.
 *
 * @param size of the result, pixels; the picture is stretched to it
 * @throws {MediaError} where the encoder refuses it
 */
export async function encodeStill(
	picture: DecodedPicture,
	size: { readonly width: number; readonly height: number },
	format: StillFormat,
): Promise<Buffer> {
	const { encoder, pixels, range, matrix } = FORMATS[format];
	const codec = Codec.findEncoderByName(encoder as FFEncoderCodec);
	if (!codec) throw new Error(`the media library has no ${encoder} encoder`);
	const scaler = new SoftwareScaleContext();
	const scaled = new Frame();
	const context = new CodecContext();
	const packet = new Packet();
	scaler.allocContext();
	scaled.alloc();
	packet.alloc();
	context.allocContext3(codec);
	try {
		scaler.setOption('sws_flags', SWS_BICUBIC);
		scaled.width = size.width;
		scaled.height = size.height;
		scaled.format = pixels;
		scaled.colorRange = range;
		scaled.colorSpace = matrix;
		check(scaled.getBuffer(0), `get memory for a picture of ${size.width}×${size.height}`);
		check(await scaler.scaleFrame(scaled, picture.frame), 'scale a picture');
		context.width = size.width;
		context.height = size.height;
		context.pixelFormat = pixels;
		context.colorRange = range;
		context.colorSpace = matrix;
		context.timeBase = new Rational(1, 1);
		context.threadCount = 1;
		if (format === 'jpg') for (const limit of ['qmin', 'qmax']) context.setOption(limit, JPEG_QUALITY);
		check(await context.open2(codec, null), `open the ${encoder} encoder`);
		scaled.pts = 0n;
		check(await context.sendFrame(scaled), 'encode a picture');
		await context.sendFrame(null);
		check(await context.receivePacket(packet), 'encode a picture');
		const { data } = packet;
		if (!data) throw new Error(`the ${encoder} encoder gave nothing`);
		return Buffer.from(data);
	} finally {
		packet.free();
		scaled.free();
		scaler.freeContext();
		context.freeContext();
	}
}
