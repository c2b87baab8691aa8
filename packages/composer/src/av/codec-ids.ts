import {
	AV_CODEC_ID_AAC,
	AV_CODEC_ID_AV1,
	AV_CODEC_ID_H264,
	AV_CODEC_ID_MP3,
	AV_CODEC_ID_OPUS,
	AV_CODEC_ID_VP8,
	AV_CODEC_ID_VP9,
	type AVCodecID,
} from 'node-av/constants';

/** Codecs of the streams the composer writes. */
export type FileCodec = 'vp8' | 'vp9' | 'h264' | 'av1' | 'opus' | 'aac' | 'mp3';

export const CODEC_IDS: Readonly<Record<FileCodec, AVCodecID>> = {
	vp8: AV_CODEC_ID_VP8,
	vp9: AV_CODEC_ID_VP9,
	h264: AV_CODEC_ID_H264,
	av1: AV_CODEC_ID_AV1,
	opus: AV_CODEC_ID_OPUS,
	aac: AV_CODEC_ID_AAC,
	mp3: AV_CODEC_ID_MP3,
};
