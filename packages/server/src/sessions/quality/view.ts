import type { QualitySample, ResolutionUsage } from '@roomcast/contract';
import { HEIGHTS, type Height } from './heights.ts';
import type { ReadSample } from './store.ts';

/** A measurement as the API shows it. */
export function sampleView(sample: ReadSample): QualitySample {
	return {
		time: new Date(sample.at).toISOString(),
		recvAudioPacketLost: sample.recv_audio_lost,
		recvVideoPacketLost: sample.recv_video_lost,
		sendAudioPacketLost: sample.send_audio_lost,
		sendVideoPacketLost: sample.send_video_lost,
		averageAudioRtt: rounded(sample.audio_rtt),
		averageVideoRtt: rounded(sample.video_rtt),
		averageAudioJitter: rounded(sample.audio_jitter),
		averageVideoJitter: rounded(sample.video_jitter),
		averageSendAudioBitrate: rounded(sample.send_audio_bitrate),
		averageSendVideoBitrate: rounded(sample.send_video_bitrate),
		averageRecvAudioBitrate: rounded(sample.recv_audio_bitrate),
		averageRecvVideoBitrate: rounded(sample.recv_video_bitrate),
		qualityScore: { audio: rounded(sample.audio_score), video: rounded(sample.video_score) },
	};
}

/** How many streams were received at each height. */
export function resolutionView(at: number, resolutions: string | null): ResolutionUsage {
	const counts = (resolutions === null ? {} : JSON.parse(resolutions)) as Partial<Record<Height, number>>;
	const heights = Object.fromEntries(HEIGHTS.map((height) => [height, counts[height] ?? 0]));
	return { ...(heights as Record<Height, number>), time: new Date(at).toISOString() };
}

function rounded(value: number | null): number {
	return Math.round((value ?? 0) * 100) / 100;
}
