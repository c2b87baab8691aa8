import { CAMERA_PROFILES } from './cameraProfiles.ts';
import { MICROPHONE_PROFILES, type MicrophoneProfile } from './microphoneProfiles.ts';
import { SCREEN_PROFILES } from './screenProfiles.ts';

/** Video codec names of the SDK. */
export const VIDEO_CODECS = ['VP8', 'VP9', 'AV1', 'H264'] as const;
export type VideoCodecName = (typeof VIDEO_CODECS)[number];

/** How a video track is to be sent. */
export interface VideoSettings {
	readonly codec: VideoCodecName;
	/** Whether receivers can choose between sizes: simulcast, or SVC for VP9. */
	readonly multiStream: boolean;
	/** How many sizes at most. */
	readonly maxLayer: 2 | 3;
	/** Pixels, as asked of the source. */
	readonly width: number;
	readonly height: number;
	/** Frames per second. */
	readonly frameRate: number;
	/** Bits per second of the largest size. */
	readonly bitrate: number;
}

/** How an audio track is to be sent. */
export type AudioSettings = MicrophoneProfile;

const settings = new WeakMap<MediaStreamTrack, VideoSettings | AudioSettings>();

/** Remembers how a track that the SDK made wants to be sent. */
export function remember(track: MediaStreamTrack, wanted: VideoSettings | AudioSettings): void {
	settings.set(track, wanted);
}

/** How to send a video track: as asked when the SDK made it, else by its own size. */
export function videoSettings(track: MediaStreamTrack, kind: 'video' | 'share'): VideoSettings {
	const known = settings.get(track);
	if (known && 'codec' in known) return known;
	const fallback = kind === 'share' ? SCREEN_PROFILES.h720p_15fps : CAMERA_PROFILES.h720p_w1280p;
	const { width = fallback.width, height = fallback.height, frameRate = fallback.frameRate } = track.getSettings();
	// The same bits per pixel as the default size, so that a small custom track does not get a large one's bitrate.
	const bitrate = Math.max(
		100_000,
		Math.round((fallback.bitrate * width * height) / (fallback.width * fallback.height)),
	);
	return { codec: 'VP8', multiStream: kind === 'video', maxLayer: 3, width, height, frameRate, bitrate };
}

/** How to send an audio track: as asked when the SDK made it, else like speech, or like music for a screen's sound. */
export function audioSettings(track: MediaStreamTrack, kind: 'audio' | 'shareAudio'): AudioSettings {
	const known = settings.get(track);
	if (known && 'dtx' in known) return known;
	return kind === 'audio' ? MICROPHONE_PROFILES.speech_standard : MICROPHONE_PROFILES.standard_stereo;
}
