import { describe, expect, it } from 'vitest';
import type { StreamStats } from '../../media/streamStats.ts';
import { carryOver, measure } from './measure.ts';

const stream = (more: Partial<StreamStats>): StreamStats => ({
	id: 'a',
	stream: 'a',
	direction: 'recv',
	kind: 'audio',
	mimeType: 'audio/opus',
	packets: 0,
	lost: 0,
	bytes: 0,
	rtt: undefined,
	jitter: 0,
	width: 0,
	height: 0,
	...more,
});

describe('measure', () => {
	it('counts from the last moment, and a new stream from its start', () => {
		const measured = measure(
			{ at: 1000, streams: [stream({ packets: 500, lost: 5, bytes: 50_000, rtt: 30 })] },
			{
				at: 11_000,
				streams: [
					stream({ packets: 1000, lost: 15, bytes: 100_000, rtt: 40, jitter: 4 }),
					stream({ id: 'b', stream: 'b', direction: 'send', packets: 90, lost: 10, bytes: 10_000, jitter: 2 }),
				],
			},
		);
		expect(measured).toMatchObject({
			audio: { send: { lost: 10, bitrate: 8000 }, recv: { lost: 10, bitrate: 40_000 }, rtt: 40, jitter: 3 },
			video: { send: { lost: 0, bitrate: null }, recv: { lost: 0, bitrate: null }, rtt: null, score: null },
		});
		// 10 % lost on the way up is worse than 2 % on the way down.
		expect(measured?.audio.score).toBeLessThan(3.5);
	});

	it('rates the largest encoding that flows, and counts all of them', () => {
		const encoding = (height: number, bytes: number): StreamStats =>
			stream({
				id: `v ${height}`,
				stream: 'v',
				direction: 'send',
				kind: 'video',
				mimeType: 'video/H264',
				packets: bytes / 1000,
				bytes,
				width: (height * 16) / 9,
				height,
			});
		const streams = [encoding(180, 200_000), encoding(360, 600_000), encoding(720, 0)];
		const measured = measure({ at: 0, streams: [] }, { at: 10_000, streams });
		expect(measured?.video.send.bitrate).toBe(640_000);
		const alone = measure({ at: 0, streams: [] }, { at: 10_000, streams: [encoding(360, 600_000)] });
		expect(measured?.video.score).toBe(alone?.video.score);
		expect(measured?.resolutions).toEqual({});
	});

	it('counts the heights of what comes in, upright ones by their width', () => {
		const picture = (id: string, width: number, height: number) =>
			stream({ id, stream: id, kind: 'video', mimeType: 'video/VP8', packets: 1, bytes: 1000, width, height });
		const streams = [picture('a', 1280, 720), picture('b', 360, 640), picture('c', 640, 360), picture('d', 0, 0)];
		expect(measure({ at: 0, streams: [] }, { at: 10_000, streams })?.resolutions).toEqual({ '720': 1, '360': 2 });
	});

	it('has nothing to say when nothing flowed', () => {
		const streams = [stream({ packets: 10 })];
		expect(measure({ at: 0, streams }, { at: 10_000, streams })).toBeUndefined();
		expect(measure({ at: 0, streams: [] }, { at: 10_000, streams: [] })).toBeUndefined();
	});

	it('takes packets that were only late for not lost', () => {
		const measured = measure(
			{ at: 0, streams: [stream({ packets: 100, lost: 10 })] },
			{ at: 10_000, streams: [stream({ packets: 200, lost: 4 })] },
		);
		expect(measured?.audio.recv.lost).toBe(0);
	});
});

describe('carryOver', () => {
	const before = {
		at: 0,
		streams: [stream({ id: 'mic 1', stream: 'mic', direction: 'send', packets: 9000, bytes: 900_000 })],
	};

	it('keeps the counters of a muted stream, so that what was before the mute is not counted again', () => {
		const muted = carryOver(before, { at: 10_000, streams: [] }, new Set(['mic']));
		const again = carryOver(muted, { at: 20_000, streams: [] }, new Set(['mic']));
		const streams = [stream({ id: 'mic 1', stream: 'mic', direction: 'send', packets: 9100, bytes: 910_000 })];
		expect(measure(again, { at: 30_000, streams })?.audio.send.bitrate).toBe(8000);
	});

	it('forgets a stream that is over, and takes the newer counters of one that flows', () => {
		expect(carryOver(before, { at: 10_000, streams: [] }, new Set()).streams).toEqual([]);
		const streams = [stream({ id: 'mic 1', stream: 'mic', direction: 'send', packets: 9500 })];
		expect(carryOver(before, { at: 10_000, streams }, new Set(['mic']))).toEqual({ at: 10_000, streams });
	});
});
