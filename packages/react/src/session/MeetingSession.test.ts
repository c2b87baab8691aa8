import { type MeetingOptions, VideoSDK } from '@roomcast/client';
import { until } from '@roomcast/testing/until';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { stubCapture } from '../../../client/src/testing/browser.ts';
import { Refusal } from '../../../client/src/testing/FakeServer.ts';
import { consumer, person } from '../../../client/src/testing/offers.ts';
import { FakeRoom } from '../../../client/src/testing/room.ts';
import { MeetingSession } from './MeetingSession.ts';

VideoSDK.setLogLevel('NONE');

let room: FakeRoom;
let session: MeetingSession;

beforeEach(async () => {
	stubCapture();
	room = await FakeRoom.create();
	session = sessionWith({ micEnabled: false });
});

afterEach(async () => {
	await session.meeting?.leave().catch(() => {});
	await room.server.close();
	expect(room.server.problems).toEqual([]);
	vi.unstubAllGlobals();
});

const config = (more: Partial<MeetingOptions> = {}): MeetingOptions => ({ meetingId: 'abcd-efgh-ijkl', ...more });

/** A session whose meetings are with the room of the test. */
const sessionWith = (options: Partial<MeetingOptions> = {}, token = 'token') =>
	new MeetingSession({ config: config(options), token }, (made) => room.meeting(made.config, made.token));

const someone = (id: string) => session.participants.source(id).get();

describe('a session', () => {
	it('follows a meeting from its join to its end, and enters again', async () => {
		const camera = { producerId: 'p1', kind: 'video', codec: 'video/VP8', paused: false } as const;
		room.participants = [person('ann', camera)];
		room.consumers = [consumer('ann', camera)];
		await session.methods.join();
		expect(session.state.get()).toMatchObject({ isMeetingJoined: true, meetingState: 'CONNECTED' });
		expect([...session.state.get().participants.keys()]).toEqual(['me', 'ann']);
		expect(someone('me')).toMatchObject({ isLocal: true, micOn: false });
		expect(someone('ann')).toMatchObject({ displayName: 'ANN', webcamOn: true, metaData: { team: 1 } });
		await until(() => someone('ann').webcamStream !== null);
		expect(session.streams.source('p1').get()).toMatchObject({ kind: 'video', codec: 'video/VP8', paused: false });
		await session.methods.leave();
		expect(session.state.get()).toMatchObject({ isMeetingJoined: false, meeting: null, meetingState: 'DISCONNECTED' });
		expect(session.state.get().participants.size).toBe(0);
		expect([someone('ann').participant, session.streams.source('p1').get().stream]).toEqual([null, null]);
		await session.methods.join();
		expect([...session.state.get().participants.keys()]).toEqual(['me', 'ann']);
	});

	it('marks who speaks and who is in front, in the stores of those alone', async () => {
		room.participants = [person('ann'), person('bob'), person('cid')];
		await session.methods.join();
		const changed = { ann: vi.fn(), bob: vi.fn(), cid: vi.fn() };
		for (const [id, listener] of Object.entries(changed)) session.participants.source(id).subscribe(listener);
		room.server.notify('speaker-changed', { participantId: 'bob' });
		await until(() => someone('bob').isActiveSpeaker);
		expect([someone('ann').isMainParticipant, someone('bob').isMainParticipant]).toEqual([false, true]);
		expect(session.state.get()).toMatchObject({ activeSpeakerId: 'bob', mainParticipant: { id: 'bob' } });
		room.server.notify('speaker-changed', { participantId: null });
		await until(() => !someone('bob').isActiveSpeaker);
		expect(someone('bob').isMainParticipant).toBe(true);
		expect(changed.cid).not.toHaveBeenCalled();
		expect(changed.ann).toHaveBeenCalledTimes(1);
		room.server.notify('participant-left', { participantId: 'bob', reason: { code: 1101, message: 'x' } as never });
		await until(() => someone('bob').participant === null);
		expect(session.state.get().activeSpeakerId).toBe(null);
	});

	it('says what is on at this machine, pinned, recorded, and who waits', async () => {
		await session.methods.join();
		await session.methods.unmuteMic();
		expect([session.state.get().localMicOn, someone('me').micOn]).toEqual([true, true]);
		await session.methods.toggleMic();
		expect(session.state.get().localMicOn).toBe(false);
		room.server.notify('pin-state-changed', {
			participantId: 'me',
			state: { cam: true, share: false },
			pinnedBy: 'ann',
		});
		await until(() => session.state.get().pinnedParticipants.has('me'));
		expect(someone('me').pinState).toEqual({ cam: true, share: false });
		room.server.notify('entry-requested', { participantId: 'dan', name: 'Dan' } as never);
		await until(() => session.state.get().entryRequests.length === 1);
	});

	it('can join again after a join that failed', async () => {
		const healthy = room.server.handler('join');
		room.server.on('join', () => {
			throw new Refusal(4001, 'INVALID_API_KEY');
		});
		await expect(session.methods.join()).rejects.toMatchObject({ code: 4001 });
		expect(session.state.get()).toMatchObject({ meeting: null, meetingState: 'FAILED' });
		room.server.on('join', healthy);
		await session.methods.join();
		expect(session.state.get().isMeetingJoined).toBe(true);
	});

	it('rejects with 3035 outside of a meeting, and a second join with 3054', async () => {
		await expect(session.methods.muteMic()).rejects.toMatchObject({ code: 3035 });
		await expect(session.methods.toggleWebcam()).rejects.toMatchObject({ code: 3035 });
		await expect(session.methods.leave()).rejects.toMatchObject({ code: 3035 });
		await session.methods.join();
		await expect(session.methods.join()).rejects.toMatchObject({ code: 3054 });
	});
});

describe('the provider of a session', () => {
	it('enters once where effects are run twice, and leaves when it is gone', async () => {
		session.mount(true);
		session.unmount();
		session.mount(true);
		await until(() => session.state.get().isMeetingJoined);
		expect(room.server.requests('join')).toHaveLength(1);
		// A remount at once is no leave.
		session.unmount();
		session.mount(true);
		await Promise.resolve();
		expect(session.state.get().isMeetingJoined).toBe(true);
		session.unmount();
		await until(() => room.server.requests('leave').length === 1);
		await until(() => session.meeting === null);
	});

	it('enters when there is a token', async () => {
		session = sessionWith({}, '');
		session.mount(true);
		await Promise.resolve();
		expect(session.meeting).toBe(null);
		session.configure({ config: config(), token: 'token' });
		session.handleChanged(false);
		await until(() => session.state.get().isMeetingJoined);
	});

	it('leaves for another room where it is to, and else gives the meeting the fresh token', async () => {
		session.mount(true);
		await until(() => session.state.get().isMeetingJoined);
		const { meeting } = session;
		session.configure({ config: config(), token: 'fresh' });
		session.handleChanged(false);
		expect(session.meeting).toBe(meeting);
		session.configure({ config: config({ meetingId: 'other-room-here' }), token: 'fresh' });
		session.handleChanged(true);
		await until(() => session.state.get().isMeetingJoined && session.meeting !== meeting);
		expect(room.server.requests('join').map(({ data }) => [data.roomId, data.token])).toEqual([
			['abcd-efgh-ijkl', 'token'],
			['other-room-here', 'fresh'],
		]);
	});

	it('reports a join that cannot begin', async () => {
		session = sessionWith({ mode: 'NONE' as never });
		const failed = vi.fn();
		const stop = session.onFailure(failed);
		session.mount(true);
		await until(() => failed.mock.calls.length === 1);
		expect(failed.mock.calls[0]?.[0]).toMatchObject({ code: 3067 });
		stop();
	});
});
