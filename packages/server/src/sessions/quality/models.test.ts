import { describe, expect, it } from 'vitest';
import { voiceScore } from './eModel.ts';
import { heightClass } from './heights.ts';
import { videoScore } from './videoModel.ts';

describe('voiceScore', () => {
	const path = (loss: number, rtt = 20, jitter = 2) => voiceScore({ loss, rtt, jitter });

	it('is that of the E-model where its result is known', () => {
		// R = 93.2 without delay or loss is a MOS of 4.41 (G.107 annex B); 30 ms of codec delay cost 0.72 of R.
		expect(voiceScore({ loss: 0, rtt: 0, jitter: 0 })).toBeCloseTo(4.39, 2);
		// Ie,eff of G.711 with concealment at 5 % loss is 15.8: R = 76.7.
		expect(voiceScore({ loss: 0.05, rtt: 0, jitter: 0 })).toBeCloseTo(3.9, 1);
	});

	it('falls with loss, with delay and with jitter, from excellent to bad', () => {
		for (const falling of [
			[0, 0.01, 0.05, 0.2, 0.5, 1].map((loss) => path(loss)),
			[0, 100, 200, 400, 1000].map((rtt) => path(0, rtt)),
			[0, 20, 100, 400].map((jitter) => path(0, 20, jitter)),
		])
			expect(falling).toEqual([...new Set(falling)].sort((a, b) => b - a));
		expect(path(1)).toBeGreaterThanOrEqual(1);
		expect(path(1, 5000, 5000)).toBe(1);
	});
});

describe('videoScore', () => {
	const hd = { mimeType: 'video/H264', bitrate: 1_500_000, width: 1280, height: 720, loss: 0, screen: false };

	it('rates an ordinary camera stream as good, a starved one as bad', () => {
		expect(videoScore(hd)).toBeGreaterThan(4);
		expect(videoScore({ ...hd, bitrate: 500_000 })).toBeLessThan(3.5);
		expect(videoScore({ ...hd, bitrate: 100_000 })).toBeLessThan(2);
		expect(videoScore({ ...hd, bitrate: 0 })).toBe(1);
		expect(videoScore({ ...hd, bitrate: 150_000, width: 320, height: 180 })).toBeGreaterThan(4);
	});

	it('counts the codec, and loss', () => {
		const starved = { ...hd, bitrate: 600_000 };
		const byCodec = ['video/VP8', 'video/H264', 'video/VP9', 'video/AV1'].map((mimeType) =>
			videoScore({ ...starved, mimeType }),
		);
		expect(byCodec).toEqual([...byCodec].sort((a, b) => a - b));
		expect(videoScore({ ...hd, loss: 0.1 })).toBeLessThan(videoScore({ ...hd, loss: 0.01 }));
		expect(videoScore({ ...hd, loss: 1 })).toBeCloseTo(1, 1);
	});

	it('does not take a screen that stands still for a bad one', () => {
		expect(videoScore({ ...hd, bitrate: 20_000, screen: true })).toBeGreaterThan(4.5);
		expect(videoScore({ ...hd, width: 0, height: 0 })).toBeGreaterThan(4.5);
	});
});

it('heightClass names the class that is nearest by ratio', () => {
	expect([90, 180, 240, 270, 360, 480, 540, 720, 1080, 1440, 2160, 4320].map(heightClass)).toEqual([
		'180',
		'180',
		'180',
		'360',
		'360',
		'360',
		'720',
		'720',
		'1080',
		'1440',
		'2160',
		'2160',
	]);
});
