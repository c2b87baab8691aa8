import type { AudioStreamInfo, StreamInfo, VideoStreamInfo } from '../av/stream-info.ts';
import { avcCodecName, avcConfiguration } from '../bitstream/avc.ts';

interface CommonTrack {
	/** Units of its times in a second. */
	readonly timescale: number;
	/** Its name in playlists (RFC 6381). */
	readonly codecName: string;
}

/** A picture track of a fragmented MP4. */
export interface VideoTrack extends CommonTrack {
	readonly kind: 'video';
	readonly width: number;
	readonly height: number;
	/** AVCDecoderConfigurationRecord. */
	readonly configuration: Buffer;
}

/** A sound track of a fragmented MP4. */
export interface AudioTrack extends CommonTrack {
	readonly kind: 'audio';
	readonly channels: number;
	readonly bitRate: number;
	/** AudioSpecificConfig. */
	readonly configuration: Buffer;
}

export type Fmp4Track = VideoTrack | AudioTrack;

/** The track of an encoder. @throws where it is neither H.264 nor AAC, or the encoder gave no configuration */
export function fmp4Track(info: StreamInfo): Fmp4Track {
	return info.kind === 'video' ? videoTrack(info) : audioTrack(info);
}

function videoTrack({ codec, width, height, extradata }: VideoStreamInfo): VideoTrack {
	if (codec !== 'h264' || !extradata) throw new Error(`the picture's codec is ${codec}; it must be h264`);
	const configuration = avcConfiguration(extradata);
	return {
		kind: 'video',
		timescale: 90_000,
		codecName: avcCodecName(configuration),
		width,
		height,
		configuration,
	};
}

function audioTrack({ codec, sampleRate, channels, bitRate, extradata }: AudioStreamInfo): AudioTrack {
	if (codec !== 'aac' || !extradata) throw new Error(`the sound's codec is ${codec}; it must be aac`);
	// The upper five bits are the object type (ISO/IEC 14496-3 §1.6.2.1): 2 for AAC-LC.
	const codecName = `mp4a.40.${(extradata[0] ?? 0) >> 3}`;
	return { kind: 'audio', timescale: sampleRate, codecName, channels, bitRate: bitRate ?? 0, configuration: extradata };
}
