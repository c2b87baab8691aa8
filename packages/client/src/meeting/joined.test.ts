import { until } from '@roomcast/testing/until';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { setLevel } from '../log/logger.ts';
import { stubCapture } from '../testing/browser.ts';
import { Refusal } from '../testing/FakeServer.ts';
import { person } from '../testing/offers.ts';
import { FakeRoom } from '../testing/room.ts';
import type { Meeting } from './Meeting.ts';

setLevel('NONE');

let room: FakeRoom;
let meeting: Meeting;
let told: string[];

beforeEach(async () => {
	stubCapture();
	room = await FakeRoom.create();
	meeting = room.meeting();
	told = [];
	meeting.on('meeting-state-changed', ({ state }) => told.push(state));
	meeting.on('meeting-joined', ({ peers }) => told.push(`joined ${peers.map(({ id }) => id)}`));
	meeting.on('entry-responded', (id, decision) => told.push(`${id} ${decision}`));
	meeting.on('participant-joined', ({ id }) => told.push(`+${id}`));
	meeting.on('participant-left', ({ id }) => told.push(`-${id}`));
});

afterEach(async () => {
	await meeting.leave().catch(() => {});
	await room.server.close();
	expect(room.server.problems).toEqual([]);
	vi.unstubAllGlobals();
});

describe('that we are in', () => {
	it('comes before the state, the answer to us and the others, with who is there', async () => {
		room.participants = [person('ann')];
		const joined = vi.fn();
		meeting.on('meeting-joined', joined);
		await meeting.join();
		expect(told).toEqual(['CONNECTING', 'joined ann', 'CONNECTED', 'me allowed', '+ann']);
		expect(joined.mock.calls).toEqual([
			[
				{
					switchRoomId: null,
					peers: [{ id: 'ann', displayName: 'ANN', mode: 'SEND_AND_RECV', metaData: { team: 1 } }],
					poll: null,
					messages: [],
				},
			],
		]);
	});

	it('comes again when the connection is back', async () => {
		room.participants = [person('ann')];
		await meeting.join();
		told.length = 0;
		room.server.cut();
		await until(() => told.length === 3);
		expect(told).toEqual(['RECONNECTING', 'joined ann', 'CONNECTED']);
	});

	it('comes again when the session had to be joined again, before what is new in it', async () => {
		room.participants = [person('ann')];
		await meeting.join();
		told.length = 0;
		room.participants = [person('ann'), person('bob')];
		room.forgetSession(() => {
			throw new Refusal(6022, 'RESUME_FAILED');
		});
		await until(() => told.includes('+bob'));
		expect(told).toEqual(['RECONNECTING', 'joined ann,bob', 'CONNECTED', 'me allowed', '+bob']);
	});

	it('does not name oneself, also where an app puts itself among the participants', async () => {
		meeting.participants.set('me', meeting.localParticipant);
		await meeting.join();
		expect(told[1]).toBe('joined ');
	});
});

describe('before the join', () => {
	it('nobody is in front, and nothing runs', () => {
		const { activeSpeakerId, activePresenterId, mainParticipantId, selectedCameraDevice } = meeting;
		expect([activeSpeakerId, activePresenterId, mainParticipantId, selectedCameraDevice]).toEqual([
			null,
			null,
			null,
			null,
		]);
		const { recordingState, livestreamState, hlsState, hlsUrls } = meeting;
		expect([recordingState, livestreamState, hlsState]).toEqual([
			'RECORDING_STOPPED',
			'LIVESTREAM_STOPPED',
			'HLS_STOPPED',
		]);
		expect(hlsUrls).toMatchObject({ downstreamUrl: null, playbackHlsUrl: null, livestreamUrl: null });
		expect([meeting.participants.size, meeting.characters.size, meeting.pinnedParticipants.size]).toEqual([0, 0, 0]);
	});

	it('one cannot leave, and can join after', async () => {
		await expect(meeting.leave()).rejects.toMatchObject({ code: 3035 });
		await meeting.join();
		expect(meeting.state).toBe('CONNECTED');
	});
});

describe('events', () => {
	it('that there are not are refused', () => {
		const unknown = 'participant-jioned' as 'participant-joined';
		for (const on of [meeting, meeting.localParticipant] as Pick<Meeting, 'on' | 'off'>[]) {
			expect(() => on.on(unknown, () => {})).toThrow(expect.objectContaining({ code: 3073 }));
			expect(() => on.off(unknown, () => {})).toThrow(expect.objectContaining({ code: 3073 }));
		}
	});

	it('that only VideoSDK has may be listened to', () => {
		for (const event of ['whiteboard-started', 'video-state-changed', 'character-joined', 'quality-limitation'])
			expect(() => meeting.on(event as 'data', () => {})).not.toThrow();
		for (const event of ['producer-added', 'consumer-removed', 'agent-metrics'])
			expect(() => meeting.localParticipant.on(event as 'stream-paused', () => {})).not.toThrow();
	});
});

describe('another camera', () => {
	it('is another stream of the same id, which is enabled without a gap', async () => {
		await meeting.join();
		await meeting.enableWebcam();
		const streams = () => [...meeting.localParticipant.streams.values()];
		const [first] = streams();
		const events: string[] = [];
		meeting.localParticipant.on('stream-disabled', () => events.push('disabled'));
		meeting.localParticipant.on('media-status-changed', ({ newStatus }) => events.push(`status ${newStatus}`));
		meeting.localParticipant.on('stream-enabled', (stream) => events.push(`enabled ${stream === first}`));
		await meeting.changeWebcam('another');
		const [second] = streams();
		expect(streams()).toHaveLength(1);
		expect(second).not.toBe(first);
		expect(second?.id).toBe(first?.id);
		expect([first?.track.readyState, second?.track.readyState]).toEqual(['ended', 'live']);
		expect(events).toEqual(['enabled false']);
		await meeting.disableWebcam();
		expect(events).toEqual(['enabled false', 'status false', 'disabled']);
	});
});

it('knows the words for sizes of older apps, and no others', async () => {
	await meeting.join();
	await meeting.enableWebcam();
	await expect(meeting.setWebcamQuality('huge' as 'high')).rejects.toMatchObject({ code: 3073 });
	room.participants = [person('ann')];
	room.server.notify('participant-joined', { participant: person('ann') });
	await until(() => meeting.participants.has('ann'));
	const ann = meeting.participants.get('ann');
	for (const [word, quality] of [
		['s0t2', 'low'],
		['s1t0', 'med'],
		['medium', 'med'],
		['s2t1', 'high'],
	] as const) {
		await ann?.setQuality(word);
		expect(ann?.quality).toBe(quality);
	}
	await expect(ann?.setQuality('s3t0' as 'high')).rejects.toMatchObject({ code: 3073 });
});
