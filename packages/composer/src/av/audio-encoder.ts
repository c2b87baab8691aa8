import {
	AV_CHANNEL_LAYOUT_STEREO,
	AV_CODEC_FLAG_GLOBAL_HEADER,
	AV_SAMPLE_FMT_FLT,
	AV_SAMPLE_FMT_FLTP,
	type AVCodecFlag,
	type FFEncoderCodec,
} from 'node-av/constants';
import { Codec, CodecContext, Frame, Packet, Rational } from 'node-av/lib';
import { check, isDrained } from './check.ts';
import { CodedPacket } from './coded-packet.ts';
import { type AudioStreamInfo, MICROSECONDS } from './stream-info.ts';

export type AudioEncoding = 'aac' | 'opus' | 'mp3';

const ENCODERS = {
	aac: { name: 'aac', format: AV_SAMPLE_FMT_FLTP, bitRate: 128_000n },
	opus: { name: 'libopus', format: AV_SAMPLE_FMT_FLT, bitRate: 96_000n },
	mp3: { name: 'libmp3lame', format: AV_SAMPLE_FMT_FLTP, bitRate: 128_000n },
} as const;

/** Stereo at 48 kHz to AAC, Opus or MP3, `frameSize` samples at a time. */
export class AudioEncoder {
	readonly info: AudioStreamInfo;
	/** Samples per channel that `encode` takes. */
	readonly frameSize: number;
	readonly #context = new CodecContext();
	readonly #frame = new Frame();
	readonly #planar: boolean;

	constructor(encoding: AudioEncoding) {
		const { name, format, bitRate } = ENCODERS[encoding];
		const codec = Codec.findEncoderByName(name as FFEncoderCodec);
		if (!codec) throw new Error(`the media library has no ${name} encoder`);
		this.#planar = format === AV_SAMPLE_FMT_FLTP;
		this.#context.allocContext3(codec);
		this.#context.sampleRate = 48_000;
		this.#context.channelLayout = AV_CHANNEL_LAYOUT_STEREO;
		this.#context.sampleFormat = format;
		this.#context.bitRate = bitRate;
		this.#context.timeBase = new Rational(1, 48_000);
		this.#context.flags = (this.#context.flags | AV_CODEC_FLAG_GLOBAL_HEADER) as AVCodecFlag;
		check(this.#context.open2Sync(codec, null), `open the ${name} encoder`);
		this.frameSize = this.#context.frameSize || 960;
		this.#frame.alloc();
		this.#frame.nbSamples = this.frameSize;
		this.#frame.format = format;
		this.#frame.sampleRate = 48_000;
		this.#frame.channelLayout = AV_CHANNEL_LAYOUT_STEREO;
		this.#frame.timeBase = new Rational(1, 48_000);
		check(this.#frame.getBuffer(0), 'get an audio frame');
		const extradata = this.#context.extraData;
		this.info = {
			kind: 'audio',
			codec: encoding,
			sampleRate: 48_000,
			channels: 2,
			bitRate: Number(bitRate),
			frameSize: this.frameSize,
			...(extradata ? { extradata: Buffer.from(extradata) } : {}),
		};
	}

	/**
	 * @param samples interleaved stereo, `frameSize` × 2 values
	 * @param ptsUs when its first sample sounds
	 */
	encode(samples: Float32Array, ptsUs: number): CodedPacket[] {
		check(this.#frame.makeWritable(), 'get an audio frame');
		const [left, right] = this.#planes();
		if (this.#planar && left && right) {
			for (let i = 0; i < this.frameSize; i++) {
				left[i] = samples[2 * i] ?? 0;
				right[i] = samples[2 * i + 1] ?? 0;
			}
		} else {
			left?.set(samples);
		}
		this.#frame.pts = BigInt(Math.round((ptsUs * 48) / 1000));
		check(this.#context.sendFrameSync(this.#frame), 'encode sound');
		return this.#receive();
	}

	/** What the encoder still holds. */
	flush(): CodedPacket[] {
		this.#context.sendFrameSync(null);
		return this.#receive();
	}

	close(): void {
		this.#frame.free();
		this.#context.freeContext();
	}

	/** Read again each time: an encoder may keep a reference to the frame, which then has moved to other memory. */
	#planes(): Float32Array[] {
		const count = this.#planar ? this.frameSize : this.frameSize * 2;
		return (this.#frame.data ?? []).map((plane) => new Float32Array(plane.buffer, plane.byteOffset, count));
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
			check(code, 'encode sound');
			native.rescaleTs({ num: 1, den: 48_000 }, MICROSECONDS);
			native.timeBase = MICROSECONDS;
			packets.push(new CodedPacket(native, Number(native.pts), Number(native.duration), true));
		}
	}
}
