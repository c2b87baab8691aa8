import { until } from '@roomcast/testing/until';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { setLevel } from '../log/logger.ts';
import type { Meeting } from '../meeting/Meeting.ts';
import { stubCapture } from '../testing/browser.ts';
import { Refusal } from '../testing/FakeServer.ts';
import { person } from '../testing/offers.ts';
import { FakeRoom } from '../testing/room.ts';
import type { MediaRequested } from './types.ts';

setLevel('NONE');

let room: FakeRoom;
let meeting: Meeting;

beforeEach(async () => {
	stubCapture();
	room = await FakeRoom.create();
	room.participants = [{ ...person('ann'), pin: { cam: true, share: false } }];
	meeting = room.meeting({ micEnabled: true, webcamEnabled: true });
	await meeting.join();
	await until(() => room.server.requests('produce').length === 2);
});

afterEach(async () => {
	await meeting.leave().catch(() => {});
	await room.server.close();
	expect(room.server.problems).toEqual([]);
	vi.unstubAllGlobals();
});

const ann = () => meeting.participants.get('ann');

describe('what is done to others', () => {
	it('is asked of the server', async () => {
		await ann()?.disableMic();
		await ann()?.enableWebcam();
		await ann()?.changeMode('RECV_ONLY');
		await ann()?.remove();
		expect(room.server.requests('set-participant-media').map(({ data }) => data)).toEqual([
			{ participantId: 'ann', kind: 'mic', enabled: false },
			{ participantId: 'ann', kind: 'webcam', enabled: true },
		]);
		expect(room.server.requests('change-mode')[0]?.data).toEqual({ participantId: 'ann', mode: 'RECV_ONLY' });
		expect(room.server.requests('remove-participant')[0]?.data).toEqual({ participantId: 'ann' });
	});

	it.each([
		['remove', 4066],
		['enableMic', 4067],
		['disableMic', 4068],
		['enableWebcam', 4069],
		['disableWebcam', 4070],
		['pin', 4071],
		['unpin', 4072],
	] as const)('rejects %s with %i when the server refuses, and keeps what it said', async (action, code) => {
		for (const method of ['remove-participant', 'set-participant-media', 'set-pin'] as const)
			room.server.on(method, () => {
				throw new Refusal(4008, 'INVALID_PERMISSIONS');
			});
		const refused = ann()?.[action]();
		await expect(refused).rejects.toMatchObject({ code, cause: { code: 4008 } });
	});
});

describe('pins', () => {
	it('are known from the join on, and follow the server', async () => {
		expect([...meeting.pinnedParticipants]).toEqual([['ann', { cam: true, share: false }]]);
		const told: unknown[] = [];
		meeting.on('pin-state-changed', (change) => told.push(change));
		room.server.notify('pin-state-changed', {
			participantId: 'ann',
			state: { cam: false, share: false },
			pinnedBy: 'bob',
		});
		room.server.notify('pin-state-changed', {
			participantId: 'me',
			state: { cam: true, share: true },
			pinnedBy: 'ann',
		});
		await until(() => told.length === 2);
		expect(told[0]).toEqual({
			peerId: 'ann',
			participantId: 'ann',
			state: { cam: false, share: false },
			pinnedBy: 'bob',
		});
		expect([...meeting.pinnedParticipants.keys()]).toEqual(['me']);
		expect(meeting.localParticipant.pinState).toEqual({ cam: true, share: true });
	});

	it('touch only what is named', async () => {
		await ann()?.pin('SHARE');
		await ann()?.unpin();
		expect(room.server.requests('set-pin').map(({ data }) => data)).toEqual([
			{ participantId: 'ann', share: true },
			{ participantId: 'ann', cam: false, share: false },
		]);
		await expect(ann()?.pin('FACE' as never)).rejects.toMatchObject({ code: 3073 });
	});
});

describe('what moderators want', () => {
	it('is off here too when it is off there, and stays off when media is made again', async () => {
		const told: unknown[] = [];
		meeting.on('media-disabled', (what) => told.push(what));
		room.server.notify('media-disabled', { kind: 'mic', disabledBy: 'ann' });
		room.server.notify('media-disabled', { kind: 'webcam', disabledBy: 'ann' });
		await until(() => !meeting.localParticipant.micOn && !meeting.localParticipant.webcamOn);
		expect(told).toEqual([
			{ kind: 'mic', disabledBy: 'ann' },
			{ kind: 'webcam', disabledBy: 'ann' },
		]);
		room.server.notify('media-reset', {});
		await until(() => room.server.requests('produce').length === 3);
		expect(room.server.requests('produce')[2]?.data).toMatchObject({ kind: 'audio', paused: true });
	});

	it('is on only after consent', async () => {
		await meeting.muteMic();
		const asked: MediaRequested[] = [];
		meeting.on('mic-requested', (request) => asked.push(request));
		room.server.notify('media-requested', { kind: 'mic', requestedBy: 'ann' });
		await until(() => asked.length === 1);
		expect(asked[0]?.participantId).toBe('ann');
		asked[0]?.reject();
		expect(meeting.localParticipant.micOn).toBe(false);
		await asked[0]?.accept();
		expect(meeting.localParticipant.micOn).toBe(true);
	});
});

describe('modes', () => {
	it('stop what they do not send, and make media again', async () => {
		const told: unknown[] = [];
		meeting.on('participant-mode-changed', (change) => told.push(change));
		room.server.on('change-mode', ({ mode }) => {
			room.server.notify('participant-mode-changed', { participantId: 'me', mode });
			return {};
		});
		await meeting.changeMode('RECV_ONLY');
		await until(() => room.server.requests('restart-media').length === 1);
		expect(told).toEqual([{ participantId: 'me', mode: 'RECV_ONLY' }]);
		expect([meeting.localParticipant.micOn, meeting.localParticipant.webcamOn]).toEqual([false, false]);
		await expect(meeting.unmuteMic()).rejects.toMatchObject({ code: 3066 });
		await expect(meeting.send('x')).rejects.toMatchObject({ code: 3066 });
		await expect(meeting.changeMode('RECV_ONLY')).rejects.toMatchObject({ code: 3054 });
		await meeting.changeMode('SEND_AND_RECV');
		await until(() => room.server.requests('restart-media').length === 2);
		await meeting.unmuteMic();
		expect(meeting.localParticipant.micOn).toBe(true);
	});

	it('of others are reported', async () => {
		room.server.notify('participant-mode-changed', { participantId: 'ann', mode: 'SIGNALLING_ONLY' });
		await until(() => ann()?.mode === 'SIGNALLING_ONLY');
		expect(room.server.requests('restart-media')).toEqual([]);
	});

	it('are kept when the session has to be joined again', async () => {
		room.server.notify('participant-mode-changed', { participantId: 'me', mode: 'RECV_ONLY' });
		await until(() => meeting.localParticipant.mode === 'RECV_ONLY');
		room.forgetSession(() => {
			throw new Refusal(6022, 'RESUME_FAILED');
		});
		await until(() => room.server.requests('join').length === 2);
		expect(room.server.requests('join')[1]?.data.mode).toBe('RECV_ONLY');
	});
});
