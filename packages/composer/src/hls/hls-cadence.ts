import type { StreamInfo } from '../av/stream-info.ts';
import { KEY_FRAME_SECONDS, partTicks } from '../encode/cadence.ts';

/** How a stream is cut, and what playlists say of it. */
export interface HlsCadence {
	readonly segmentUs: number;
	readonly partUs: number;
	readonly targetDurationSeconds: number;
	/** Bits per second that no segment exceeds. */
	readonly bandwidth: number;
}

/** Parts of a segment of sound alone. */
const AUDIO_PARTS = 5;
const AUDIO_PART_SECONDS = 0.4;
/** Boxes around the media, bits per second. */
const OVERHEAD = 30_000;

/**
 * Picture: segments from key frame to key frame, in parts of whole frames. Sound alone: in parts of whole frames of the
 * codec, so that all are equally long; segments are then a little longer than asked.
 */
export function hlsCadence(streams: readonly StreamInfo[], segmentSeconds: number): HlsCadence {
	const video = streams.find((stream) => stream.kind === 'video');
	const audio = streams.find((stream) => stream.kind === 'audio');
	const audioRate = audio?.bitRate ?? 0;
	if (video) {
		const frameRate = video.frameRate ?? 30;
		return {
			segmentUs: segmentSeconds * 1_000_000,
			partUs: (partTicks(frameRate) * 1_000_000) / frameRate,
			targetDurationSeconds: segmentSeconds,
			// The encoder may spend a second's bits at once, on top of what the segment's own length gives it.
			bandwidth: Math.round((video.maxBitRate ?? 0) * (1 + 1 / segmentSeconds) + audioRate * 1.1) + OVERHEAD,
		};
	}
	const frameSeconds = (audio?.frameSize ?? 1024) / (audio?.sampleRate ?? 48_000);
	const partUs = Math.ceil(AUDIO_PART_SECONDS / frameSeconds) * frameSeconds * 1_000_000;
	return {
		segmentUs: (partUs * AUDIO_PARTS * segmentSeconds) / KEY_FRAME_SECONDS,
		partUs,
		targetDurationSeconds: segmentSeconds,
		bandwidth: Math.round(audioRate * 1.1) + OVERHEAD,
	};
}
