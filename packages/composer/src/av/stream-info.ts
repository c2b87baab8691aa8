import {
	AV_CHANNEL_LAYOUT_MONO,
	AV_CHANNEL_LAYOUT_STEREO,
	AV_PIX_FMT_YUV420P,
	AV_PKT_DATA_DISPLAYMATRIX,
	AV_SAMPLE_FMT_FLTP,
	AVMEDIA_TYPE_AUDIO,
	AVMEDIA_TYPE_VIDEO,
} from 'node-av/constants';
import { Rational, type Stream } from 'node-av/lib';
import { CODEC_IDS, type FileCodec } from './codec-ids.ts';
import { displayMatrix } from './display-matrix.ts';

/** A stream of a file: what a muxer has to know before the first packet. */
export type StreamInfo = VideoStreamInfo | AudioStreamInfo;

export interface VideoStreamInfo {
	readonly kind: 'video';
	readonly codec: FileCodec;
	readonly width: number;
	readonly height: number;
	/** Clockwise turn to show it upright: 90, 180 or 270; none where it is upright. */
	readonly rotation?: number;
	/** Pictures per second, where that is constant. */
	readonly frameRate?: number;
	/** Bits per second at most, over about a second. */
	readonly maxBitRate?: number;
	/** Codec private data: H.264 parameter sets in Annex B or avcC, an AV1 sequence header OBU. */
	readonly extradata?: Buffer;
}

export interface AudioStreamInfo {
	readonly kind: 'audio';
	readonly codec: FileCodec;
	/** Hz. */
	readonly sampleRate: number;
	readonly channels: 1 | 2;
	/** Bits per second. */
	readonly bitRate?: number;
	/** Samples per packet, where all have the same. */
	readonly frameSize?: number;
	/** OpusHead, AudioSpecificConfig. */
	readonly extradata?: Buffer;
	/** Samples a player skips at the start: the encoder's delay. */
	readonly initialPadding?: number;
}

/** Width and height as players show it, turned upright. */
export function shownSize({ width, height, rotation = 0 }: VideoStreamInfo): { width: number; height: number } {
	return rotation % 180 === 0 ? { width, height } : { width: height, height: width };
}

/** Microseconds: the time base of every packet between encoder and muxer. */
export const MICROSECONDS = { num: 1, den: 1_000_000 } as const;

/** Tells a muxer's stream what it will carry. */
export function describeStream(stream: Stream, info: StreamInfo): void {
	const parameters = stream.codecpar;
	parameters.codecId = CODEC_IDS[info.codec];
	// A tag of another container would be written into this one.
	parameters.codecTag = 0;
	if (info.extradata) parameters.extradata = info.extradata;
	if (info.kind === 'video') {
		parameters.codecType = AVMEDIA_TYPE_VIDEO;
		parameters.width = info.width;
		parameters.height = info.height;
		parameters.format = AV_PIX_FMT_YUV420P;
		if (info.rotation) parameters.addCodedSideData(AV_PKT_DATA_DISPLAYMATRIX, displayMatrix(info.rotation));
		stream.timeBase = new Rational(1, 90_000);
	} else {
		parameters.codecType = AVMEDIA_TYPE_AUDIO;
		parameters.sampleRate = info.sampleRate;
		parameters.channelLayout = info.channels === 2 ? AV_CHANNEL_LAYOUT_STEREO : AV_CHANNEL_LAYOUT_MONO;
		parameters.format = AV_SAMPLE_FMT_FLTP;
		if (info.frameSize) parameters.frameSize = info.frameSize;
		if (info.initialPadding) parameters.initialPadding = info.initialPadding;
		stream.timeBase = new Rational(1, info.sampleRate);
	}
}
