import { describe, expect, it } from 'vitest';
import { CAMERA_PROFILES } from './cameraProfiles.ts';
import { audioCodecOptions, receivedLayers, videoEncodings } from './encodings.ts';
import { MICROPHONE_PROFILES } from './microphoneProfiles.ts';
import type { VideoSettings } from './publishSettings.ts';

const settings = (change: Partial<VideoSettings> = {}): VideoSettings => ({
	codec: 'VP8',
	multiStream: true,
	maxLayer: 3,
	...CAMERA_PROFILES.h720p_w1280p,
	...change,
});

describe('videoEncodings', () => {
	it('sends three sizes of a VP8 camera, the largest with the bitrate of its profile', () => {
		expect(videoEncodings(settings(), 1280)).toEqual([
			{ scaleResolutionDownBy: 4, maxBitrate: 150_000, maxFramerate: 30, scalabilityMode: 'L1T3' },
			{ scaleResolutionDownBy: 2, maxBitrate: 500_000, maxFramerate: 30, scalabilityMode: 'L1T3' },
			{ scaleResolutionDownBy: 1, maxBitrate: 1_500_000, maxFramerate: 30, scalabilityMode: 'L1T3' },
		]);
	});

	it('sends two sizes of a source up to 640 wide, and where two are the most that is wanted', () => {
		const scales = (change: Partial<VideoSettings>, width: number) =>
			videoEncodings(settings(change), width).map(({ scaleResolutionDownBy }) => scaleResolutionDownBy);
		expect(scales({}, 640)).toEqual([2, 1]);
		expect(scales({ maxLayer: 2 }, 1280)).toEqual([2, 1]);
		expect(scales({ multiStream: false }, 1280)).toEqual([1]);
	});

	it('leaves temporal layers out of H.264', () => {
		expect(videoEncodings(settings({ codec: 'H264' }), 1280).map((one) => one.scalabilityMode)).toEqual(
			Array(3).fill('L1T1'),
		);
	});

	it('leaves temporal layers out where pictures are rare, as those of a shared screen', () => {
		for (const codec of ['VP8', 'VP9', 'AV1'] as const) {
			const one = videoEncodings(settings({ codec, multiStream: false }), 1280, true);
			expect(one.map(({ scalabilityMode }) => scalabilityMode)).toEqual(['L1T1']);
		}
		expect(videoEncodings(settings({ codec: 'VP9' }), 1280, true)[0]?.scalabilityMode).toBe('L3T1_KEY');
	});

	it('sends VP9 as one stream with layers', () => {
		const [only, ...others] = videoEncodings(settings({ codec: 'VP9' }), 1280);
		expect(others).toEqual([]);
		expect(only).toEqual({ maxBitrate: 1_500_000, maxFramerate: 30, scalabilityMode: 'L3T3_KEY' });
		expect(videoEncodings(settings({ codec: 'VP9' }), 640)[0]?.scalabilityMode).toBe('L2T3_KEY');
		expect(videoEncodings(settings({ codec: 'VP9', multiStream: false }), 1280)).toMatchObject([
			{ scaleResolutionDownBy: 1, scalabilityMode: 'L1T3' },
		]);
	});

	it('sends AV1 in one size, without spatial layers, which browsers could not decode', () => {
		expect(videoEncodings(settings({ codec: 'AV1' }), 1280)).toEqual([
			{ scaleResolutionDownBy: 1, maxBitrate: 1_500_000, maxFramerate: 30, scalabilityMode: 'L1T3' },
		]);
	});
});

it('protects sound against loss, and is silent in silence only for speech', () => {
	expect(audioCodecOptions(MICROPHONE_PROFILES.speech_standard)).toEqual({
		opusMaxAverageBitrate: 24_000,
		opusStereo: false,
		opusDtx: true,
		opusFec: true,
		opusNack: true,
	});
	expect(audioCodecOptions(MICROPHONE_PROFILES.high_quality_stereo)).toMatchObject({
		opusStereo: true,
		opusDtx: false,
		opusMaxAverageBitrate: 192_000,
	});
});

it('reads how many sizes a consumer can get', () => {
	expect(['L3T3', 'S2T1', 'L3T3_KEY', undefined, ''].map(receivedLayers)).toEqual([3, 2, 3, 1, 1]);
});
