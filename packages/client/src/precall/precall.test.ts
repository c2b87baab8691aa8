import { afterEach, describe, expect, it, vi } from 'vitest';
import { setLevel } from '../log/logger.ts';
import { stubCapture } from '../testing/browser.ts';
import { VideoSDK } from '../VideoSDK.ts';
import { Measurement } from './later/Measurement.ts';
import { levelOf, recommended, worst } from './later/quality.ts';
import { PreCallTestError } from './PreCallTestError.ts';
import type { DirectionQuality, PreCallTestOptions } from './types.ts';

setLevel('NONE');
afterEach(() => vi.unstubAllGlobals());

describe('runPreCallTest', () => {
	it.each([
		[{}, 'ERROR_PRECALL_INVALID_TOKEN'],
		[{ token: '' }, 'ERROR_PRECALL_INVALID_TOKEN'],
		[{ token: 'a', samplingDuration: 9999 }, 'ERROR_PRECALL_INVALID_CONFIG'],
		[{ token: 'a', samplingDuration: Number.NaN }, 'ERROR_PRECALL_INVALID_CONFIG'],
		[{ token: 'a', audioOnly: 'yes' }, 'ERROR_PRECALL_INVALID_CONFIG'],
		[{ token: 'a', onStatsChange: 1 }, 'ERROR_PRECALL_INVALID_CONFIG'],
	])('refuses %j with %s', async (options, code) => {
		const test = VideoSDK.runPreCallTest({ signalingBaseUrl: '127.0.0.1:1', ...options } as PreCallTestOptions);
		const error = await test.catch((failure) => failure);
		expect(error).toBeInstanceOf(PreCallTestError);
		expect(error).toMatchObject({ name: 'PreCallTestError', code });
	});

	it('fails when there is no device, and says why of each in its message', async () => {
		const devices = stubCapture();
		devices.audio = new DOMException('gone', 'NotFoundError');
		devices.video = new DOMException('busy', 'NotReadableError');
		const test = VideoSDK.runPreCallTest({ token: 'a', signalingBaseUrl: '127.0.0.1:1' });
		await expect(test).rejects.toMatchObject({ code: 'ERROR_PRECALL_MEDIA_CHECK_FAILED' });
	});

	it('runs once at a time, gives devices back when it is stopped, and can run again', async () => {
		const devices = stubCapture();
		devices.asks = true;
		const options = { token: 'a', signalingBaseUrl: '127.0.0.1:1' };
		const first = VideoSDK.runPreCallTest(options);
		const second = VideoSDK.runPreCallTest(options);
		await expect(second).rejects.toMatchObject({ code: 'ERROR_PRECALL_TEST_ALREADY_RUNNING' });
		await vi.waitFor(() => expect(devices.prompts).toHaveLength(2), 30_000);
		const stopped = first.stop();
		for (const prompt of [...devices.prompts]) prompt.give();
		await stopped;
		expect(await first).toMatchObject({
			aborted: true,
			camera: { status: true, error: null },
			microphone: { status: true, error: null },
			connectivity: null,
			networkQuality: null,
			recommendedQuality: null,
		});
		expect(devices.opened.map(({ readyState }) => readyState)).toEqual(['ended', 'ended']);
		devices.asks = false;
		devices.audio = devices.video = new DOMException('no', 'NotAllowedError');
		await expect(VideoSDK.runPreCallTest(options)).rejects.toMatchObject({ code: 'ERROR_PRECALL_MEDIA_CHECK_FAILED' });
	});
});

describe('the quality of a line', () => {
	it('falls with what people notice, and is not known of nothing', () => {
		expect(levelOf('audio', { rtt: 40, packetLoss: 0, jitter: 3 })).toBe(5);
		expect(levelOf('audio', { rtt: 40, packetLoss: 8, jitter: 3 })).toBe(3);
		expect(levelOf('video', { rtt: 900, packetLoss: 10, jitter: 3 })).toBe(1);
		expect(levelOf('video', { rtt: null, packetLoss: null, jitter: null })).toBe(0);
		expect(worst(0, 4, 3)).toBe(3);
		expect(worst(0, 0)).toBe(0);
	});

	it('says which size the line carries both ways', () => {
		const way = (availableBitrate: number, quality: DirectionQuality['quality'] = 5): DirectionQuality => ({
			rtt: 20,
			availableBitrate,
			audio: null,
			video: null,
			quality,
		});
		const of = (uplink: DirectionQuality, downlink: DirectionQuality, audioOnly = false) =>
			recommended({ audioOnly, uplink, downlink });
		expect(of(way(3000), way(3000))).toBe('high');
		expect(of(way(3000), way(600))).toBe('med');
		expect(of(way(200), way(3000))).toBe('low');
		expect(of(way(3000), way(3000, 1))).toBe('audio');
		expect(of(way(3000), way(3000), true)).toBe('audio');
		expect(of(way(10), way(3000))).toBeNull();
		expect(of(way(3000, 0), way(3000, 0))).toBeNull();
	});

	it('is read from the statistics of browsers, as rates between looks', () => {
		const measurement = new Measurement(false);
		const look = (at: number, packets: number, lost: number) => {
			const entries = [
				{ id: 'p', type: 'candidate-pair', nominated: true, currentRoundTripTime: 0.05, availableOutgoingBitrate: 2e6 },
				{
					id: 'v',
					type: 'outbound-rtp',
					kind: 'video',
					timestamp: at,
					bytesSent: packets * 1000,
					packetsSent: packets,
				},
				{ id: 'r', type: 'remote-inbound-rtp', kind: 'video', packetsLost: lost, jitter: 0.01 },
			];
			measurement.take('uplink', new Map(entries.map((entry) => [entry.id, entry])) as unknown as RTCStatsReport);
		};
		look(1000, 0, 0);
		look(2000, 100, 10);
		look(3000, 200, 20);
		expect(measurement.quality.uplink).toMatchObject({
			rtt: 50,
			availableBitrate: 2000,
			audio: null,
			video: { bitrate: 800, packetLoss: 10, jitter: 10, rtt: 50 },
		});
		expect(measurement.quality.downlink).toMatchObject({ rtt: null, audio: null, video: null, quality: 0 });
	});
});
