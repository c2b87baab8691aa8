import {
	AV_CODEC_FLAG_GLOBAL_HEADER,
	AV_PICTURE_TYPE_I,
	AV_PICTURE_TYPE_NONE,
	AV_PIX_FMT_YUV420P,
	AVCOL_PRI_SMPTE170M,
	AVCOL_RANGE_MPEG,
	AVCOL_SPC_SMPTE170M,
	AVCOL_TRC_SMPTE170M,
	type AVCodecFlag,
	type FFEncoderCodec,
} from 'node-av/constants';
import { Codec, CodecContext, Packet, Rational } from 'node-av/lib';
import { check, isDrained } from './check.ts';
import { CodedPacket } from './coded-packet.ts';
import type { Picture } from './picture.ts';
import { MICROSECONDS, type VideoStreamInfo } from './stream-info.ts';

export type VideoEncoding = 'h264' | 'vp8' | 'vp9' | 'av1';

export interface VideoEncoderOptions {
	readonly encoding: VideoEncoding;
	readonly width: number;
	readonly height: number;
	readonly frameRate: number;
	/** Bits per second at most, over about a second. */
	readonly maxBitRate: number;
	/** Frames from one key frame to the next, always the same so that segments can be cut anywhere. */
	readonly keyFrameInterval: number;
	/** Parameter sets in every key frame too, for H.264 that is put into a running stream. Default off. */
	readonly inBandHeaders?: boolean;
}

const NAMES: Readonly<Record<VideoEncoding, string>> = {
	h264: 'libx264',
	vp8: 'libvpx',
	vp9: 'libvpx-vp9',
	av1: 'libsvtav1',
};

function encoderOptions({ encoding, frameRate, inBandHeaders }: VideoEncoderOptions): Record<string, string> {
	switch (encoding) {
		case 'h264':
			// No delay (a crash loses nothing that waits in the encoder, and live is live), for no more CPU. What is put into a
			// browser's stream is of the profile of browsers, which the file has announced.
			return {
				preset: 'veryfast',
				tune: 'zerolatency',
				crf: '23',
				'x264-params': `scenecut=0:fps=${frameRate}/1`,
				...(inBandHeaders ? { profile: 'baseline' } : {}),
			};
		case 'vp8':
		case 'vp9':
			return { deadline: 'realtime', 'cpu-used': '8', 'lag-in-frames': '0', 'auto-alt-ref': '0' };
		case 'av1':
			return { preset: '12' };
	}
}

/** Encodes pictures of one size. One call at a time; runs on a thread of FFmpeg's pool. */
export class VideoEncoder {
	readonly info: VideoStreamInfo;
	readonly #context: CodecContext;
	readonly #timeBase: Rational;

	private constructor(context: CodecContext, options: VideoEncoderOptions) {
		this.#context = context;
		this.#timeBase = new Rational(1, options.frameRate);
		const extradata = context.extraData;
		this.info = {
			kind: 'video',
			codec: options.encoding,
			width: options.width,
			height: options.height,
			frameRate: options.frameRate,
			maxBitRate: options.maxBitRate,
			...(extradata ? { extradata: Buffer.from(extradata) } : {}),
		};
	}

	/** @throws {MediaError} where the encoder refuses the options */
	static async create(options: VideoEncoderOptions): Promise<VideoEncoder> {
		const codec = Codec.findEncoderByName(NAMES[options.encoding] as FFEncoderCodec);
		if (!codec) throw new Error(`the media library has no ${NAMES[options.encoding]} encoder`);
		const context = new CodecContext();
		context.allocContext3(codec);
		context.width = options.width;
		context.height = options.height;
		context.pixelFormat = AV_PIX_FMT_YUV420P;
		context.timeBase = new Rational(1, options.frameRate);
		context.framerate = new Rational(options.frameRate, 1);
		context.gopSize = options.keyFrameInterval;
		context.maxBFrames = 0;
		// libvpx's threads wait for each other by spinning, which on a busy machine takes all of it.
		context.threadCount = options.encoding === 'h264' ? 2 : 1;
		context.colorRange = AVCOL_RANGE_MPEG;
		context.colorSpace = AVCOL_SPC_SMPTE170M;
		context.colorPrimaries = AVCOL_PRI_SMPTE170M;
		context.colorTrc = AVCOL_TRC_SMPTE170M;
		if (options.encoding === 'vp8' || options.encoding === 'vp9') context.bitRate = BigInt(options.maxBitRate);
		// SVT-AV1 refuses a maximum beside its constant quality, and that above a mean rate which is the same.
		if (options.encoding !== 'av1') {
			context.rcMaxRate = BigInt(options.maxBitRate);
			context.rcBufferSize = options.maxBitRate;
		}
		if (!options.inBandHeaders) context.flags = (context.flags | AV_CODEC_FLAG_GLOBAL_HEADER) as AVCodecFlag;
		// Options go in one by one: passing a dictionary to the synchronous open corrupts memory in this library.
		for (const [name, value] of Object.entries(encoderOptions(options))) context.setOption(name, value);
		check(await context.open2(codec, null), `open the ${options.encoding} encoder`);
		return new VideoEncoder(context, options);
	}

	/**
	 * Encodes a picture, which may be written again when the promise is done.
	 *
	 * @param frameNumber its time in frames; numbers left out are times at which the picture before still stands
	 */
	async encode(picture: Picture, frameNumber: number, keyFrame = false): Promise<CodedPacket[]> {
		picture.frame.pts = BigInt(frameNumber);
		picture.frame.timeBase = this.#timeBase;
		picture.frame.pictType = keyFrame ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE;
		check(await this.#context.sendFrame(picture.frame), 'encode a picture');
		return this.#receive();
	}

	/** What the encoder still holds. */
	async flush(): Promise<CodedPacket[]> {
		await this.#context.sendFrame(null);
		return this.#receive();
	}

	/** Only while no `encode` is under way. */
	close(): void {
		this.#context.freeContext();
	}

	#receive(): CodedPacket[] {
		const packets: CodedPacket[] = [];
		for (;;) {
			const native = new Packet();
			native.alloc();
			const code = this.#context.receivePacketSync(native);
			if (isDrained(code)) {
				native.free();
				return packets;
			}
			check(code, 'encode a picture');
			if (native.duration === 0n) native.duration = 1n;
			native.rescaleTs(this.#timeBase, MICROSECONDS);
			native.timeBase = MICROSECONDS;
			packets.push(new CodedPacket(native, Number(native.pts), Number(native.duration), native.isKeyframe));
		}
	}
}
