import type { StreamFailure as SaidFailure } from '@roomcast/contract/failures';
import { until } from '@roomcast/testing/until';
import { afterEach, beforeEach, describe, expect, expectTypeOf, it, vi } from 'vitest';
import type { StreamFailure } from '../contract/types.ts';
import { setLevel } from '../log/logger.ts';
import type { Meeting } from '../meeting/Meeting.ts';
import { stubCapture } from '../testing/browser.ts';
import { Refusal } from '../testing/FakeServer.ts';
import { FakeRoom } from '../testing/room.ts';
import { VideoSDK } from '../VideoSDK.ts';

setLevel('NONE');

const ID = '0123456789abcdef01234567';
const PLAYBACK = 'https://rooms.example/hls/a/index.m3u8';
const LIVE = 'https://rooms.example/hls/a/live.m3u8';
const OUTPUT = { url: 'rtmp://live.example/app', streamKey: 'secret' };

let room: FakeRoom;
let meeting: Meeting;
/** The events that apps received, in order. */
let told: unknown[];

beforeEach(async () => {
	stubCapture();
	room = await FakeRoom.create();
	for (const method of ['start-livestream', 'start-hls'] as const) room.server.on(method, () => ({ id: ID }));
	meeting = room.meeting();
	told = [];
	meeting.on('livestream-state-changed', (change) => told.push(change));
	meeting.on('livestream-started', () => told.push('livestream-started'));
	meeting.on('livestream-stopped', () => told.push('livestream-stopped'));
	meeting.on('hls-state-changed', (change) => told.push(change));
	meeting.on('hls-started', (urls) => told.push({ 'hls-started': urls }));
	meeting.on('hls-stopped', () => told.push('hls-stopped'));
	meeting.on('error', ({ code, message, reasonCode }) =>
		told.push([`error ${code} ${message}`, reasonCode ?? []].flat().join(' ')),
	);
});

afterEach(async () => {
	await meeting.leave().catch(() => {});
	await room.server.close();
	expect(room.server.problems).toEqual([]);
	vi.unstubAllGlobals();
});

const change = (capture: 'livestream' | 'hls', status: string, more: object = {}) =>
	room.server.notify('capture-state-changed', { capture, status, id: ID, ...more } as never);

async function tells(...expected: unknown[]): Promise<void> {
	await until(() => told.length >= expected.length);
	expect(told.splice(0)).toEqual(expected);
}

const refuse = (code: number, name: string, reasonCode?: SaidFailure) => () => {
	throw new Refusal(code, name, undefined, reasonCode === undefined ? {} : { reasonCode });
};

describe('a livestream', () => {
	it('is asked for with its outputs', async () => {
		await meeting.join();
		await meeting.startLivestream([OUTPUT]);
		await meeting.startLivestream([OUTPUT], { layout: { type: 'SIDEBAR' }, recording: { enabled: true } });
		await meeting.stopLivestream();
		expect(room.server.requests('start-livestream').map(({ data }) => data)).toEqual([
			{ outputs: [OUTPUT] },
			{ outputs: [OUTPUT], config: { layout: { type: 'SIDEBAR' }, recording: { enabled: true } } },
		]);
		expect(room.server.requests('stop-livestream')).toHaveLength(1);
	});

	it('is refused with the numbers that apps know', async () => {
		await meeting.join();
		room.server.on('start-livestream', refuse(4008, 'INVALID_PERMISSIONS'));
		await expect(meeting.startLivestream([OUTPUT])).rejects.toMatchObject({ code: 4013 });
		room.server.on('start-livestream', refuse(4015, 'INVALID_LIVESTREAM_CONFIG'));
		await expect(meeting.startLivestream([OUTPUT])).rejects.toMatchObject({ code: 4015 });
		room.server.on('start-livestream', refuse(4019, 'PREV_RTMP_RECORDING_PROCESSING'));
		await expect(meeting.startLivestream([OUTPUT])).rejects.toMatchObject({ code: 4019 });
		room.server.on('start-livestream', refuse(4013, 'START_LIVESTREAM_FAILED', 'OTHER'));
		await expect(meeting.startLivestream([OUTPUT])).rejects.toMatchObject({ code: 4013, reasonCode: 'OTHER' });
		room.server.on('start-livestream', refuse(6000, 'VALIDATION_FAILED', 'TARGET_INVALID'));
		await expect(meeting.startLivestream([OUTPUT])).rejects.toMatchObject({ code: 4013, reasonCode: 'TARGET_INVALID' });
		room.server.on('stop-livestream', refuse(4008, 'INVALID_PERMISSIONS'));
		await expect(meeting.stopLivestream()).rejects.toMatchObject({ code: 4014 });
	});

	it('reports its states, and why it ended', async () => {
		await meeting.join();
		const { LIVESTREAM_STARTED, LIVESTREAM_STOPPED } = VideoSDK.Constants.livestreamEvents;
		expect(meeting.livestreamState).toBe(LIVESTREAM_STOPPED);
		change('livestream', 'STARTED', { startedBy: 'ann' });
		await tells({ status: LIVESTREAM_STARTED, id: ID, startedBy: 'ann' }, 'livestream-started');
		expect(meeting.livestreamState).toBe(LIVESTREAM_STARTED);
		const why = { reason: 'no output is left', reasonCode: 'TARGET_REFUSED' };
		change('livestream', 'STOPPED', why);
		await tells(
			{ status: LIVESTREAM_STOPPED, id: ID, ...why },
			'livestream-stopped',
			'error 5002 The livestream failed: no output is left TARGET_REFUSED',
		);
	});
});

describe('HLS', () => {
	it('is asked for', async () => {
		await meeting.join();
		await meeting.startHls();
		await meeting.startHls({ quality: 'high' }, { enabled: true });
		await meeting.stopHls();
		expect(room.server.requests('start-hls').map(({ data }) => data)).toEqual([
			{},
			{ config: { quality: 'high' }, transcription: { enabled: true } },
		]);
		expect(room.server.requests('stop-hls')).toHaveLength(1);
	});

	it('is refused with the numbers that apps know', async () => {
		await meeting.join();
		room.server.on('start-hls', refuse(4008, 'INVALID_PERMISSIONS'));
		await expect(meeting.startHls()).rejects.toMatchObject({ code: 4016 });
		room.server.on('start-hls', refuse(4020, 'PREV_HLS_STREAMING_PROCESSING'));
		await expect(meeting.startHls()).rejects.toMatchObject({ code: 4020 });
		room.server.on('stop-hls', refuse(4008, 'INVALID_PERMISSIONS'));
		await expect(meeting.stopHls()).rejects.toMatchObject({ code: 4017 });
	});

	const NOWHERE = { playbackHlsUrl: null, livestreamUrl: null, downstreamUrl: null };

	it('reports where it is, and when it can be played', async () => {
		await meeting.join();
		expect([meeting.hlsState, meeting.hlsUrls]).toEqual(['HLS_STOPPED', NOWHERE]);
		change('hls', 'STARTING');
		const started = { playbackHlsUrl: PLAYBACK, downstreamUrl: PLAYBACK };
		change('hls', 'STARTED', { playbackHlsUrl: PLAYBACK });
		const playable = { ...started, livestreamUrl: LIVE };
		change('hls', 'PLAYABLE', { playbackHlsUrl: PLAYBACK, livestreamUrl: LIVE });
		await tells(
			{ status: 'HLS_STARTING', id: ID },
			{ status: 'HLS_STARTED', id: ID, ...started },
			{ 'hls-started': started },
			{ status: 'HLS_PLAYABLE', id: ID, ...playable },
		);
		expect([meeting.hlsState, meeting.hlsUrls]).toEqual(['HLS_PLAYABLE', playable]);
		const why = { reason: 'the disk is full', reasonCode: 'DISK_FULL' };
		change('hls', 'STOPPED', why);
		await tells(
			{ status: 'HLS_STOPPED', id: ID, ...why },
			'hls-stopped',
			'error 5003 HLS failed: the disk is full DISK_FULL',
		);
		expect([meeting.hlsState, meeting.hlsUrls]).toEqual(['HLS_STOPPED', NOWHERE]);
	});

	it('is known at once to late joiners', async () => {
		room.captures = [
			{ capture: 'hls', status: 'PLAYABLE', id: ID, playbackHlsUrl: PLAYBACK, livestreamUrl: LIVE, runningFor: 1000 },
		];
		await meeting.join();
		expect(meeting.hlsState).toBe('HLS_PLAYABLE');
		expect(meeting.hlsUrls.livestreamUrl).toBe(LIVE);
		await tells({
			status: 'HLS_PLAYABLE',
			id: ID,
			playbackHlsUrl: PLAYBACK,
			downstreamUrl: PLAYBACK,
			livestreamUrl: LIVE,
		});
	});
});

it('has the reasons of the server', () => {
	expectTypeOf<StreamFailure>().toEqualTypeOf<SaidFailure>();
});
