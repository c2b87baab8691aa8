import type { StreamInfo } from '../av/stream-info.ts';
import type { Fmp4Track } from '../fmp4/track.ts';
import { type AmfObject, EcmaArray, encodeAmf0 } from './amf0.ts';

/** Key frame or not, codec AVC (Video File Format Specification 10.1, annex E.4.3.1). */
const KEY_FRAME_AVC = 0x17;
const INTER_FRAME_AVC = 0x27;
/** AAC, 16 bits, stereo, "44 kHz", which says nothing: the configuration does (§E.4.2.1). */
const AAC = 0xaf;
const CONFIGURATION = 0;
const MEDIA = 1;

/** The codec's configuration, sent before its first frame. */
export function configurationBody(track: Fmp4Track): Buffer {
	return track.kind === 'video'
		? Buffer.concat([Buffer.from([KEY_FRAME_AVC, CONFIGURATION, 0, 0, 0]), track.configuration])
		: Buffer.concat([Buffer.from([AAC, CONFIGURATION]), track.configuration]);
}

/** A frame; composition times are those of decoding, as there are no B-frames. */
export function mediaBody(kind: 'video' | 'audio', data: Buffer, keyFrame: boolean): Buffer {
	const head = kind === 'video' ? [keyFrame ? KEY_FRAME_AVC : INTER_FRAME_AVC, MEDIA, 0, 0, 0] : [AAC, MEDIA];
	return Buffer.concat([Buffer.from(head), data]);
}

/** `onMetaData` (§E.5): what players and servers read before the media. */
export function metadataBody(streams: readonly StreamInfo[]): Buffer {
	const fields: Record<string, AmfObject[string]> = { encoder: 'Roomcast' };
	for (const stream of streams) {
		if (stream.kind === 'video') {
			Object.assign(fields, {
				width: stream.width,
				height: stream.height,
				...(stream.frameRate ? { framerate: stream.frameRate } : {}),
				...(stream.maxBitRate ? { videodatarate: stream.maxBitRate / 1000 } : {}),
				videocodecid: 7,
			});
		} else {
			Object.assign(fields, {
				...(stream.bitRate ? { audiodatarate: stream.bitRate / 1000 } : {}),
				audiosamplerate: stream.sampleRate,
				audiosamplesize: 16,
				stereo: stream.channels === 2,
				audiocodecid: 10,
			});
		}
	}
	return encodeAmf0(['@setDataFrame', 'onMetaData', new EcmaArray(fields)]);
}
