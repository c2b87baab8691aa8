import type { ConsumerInfo } from '@roomcast/contract/signalling/media';
import type { ParticipantInfo, StreamInfo } from '@roomcast/contract/signalling/participant';
import type { RequestReply } from '@roomcast/contract/signalling/requests';
import { until } from '@roomcast/testing/until';
import * as fakeParameters from 'mediasoup-client/fakeParameters';
import { FakeHandler } from 'mediasoup-client/handlers/FakeHandler';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { setLevel } from '../log/logger.ts';
import { DeviceLoader } from '../media/DeviceLoader.ts';
import { Connection } from '../signalling/Connection.ts';
import { fakeStream, stubCapture } from '../testing/browser.ts';
import { FakeServer, Refusal } from '../testing/FakeServer.ts';
import { consumer, offer, person } from '../testing/offers.ts';
import type { MeetingEvents } from './events.ts';
import { Meeting } from './Meeting.ts';
import { type MeetingOptions, meetingSettings } from './options.ts';

setLevel('NONE');

let server: FakeServer;
let meeting: Meeting;
let told: string[];
let devices: ReturnType<typeof stubCapture>;
/** Who is in the room, and what of it is offered. */
let room: { participants: ParticipantInfo[]; consumers: ConsumerInfo[] };

beforeEach(async () => {
	devices = stubCapture();
	server = await FakeServer.create();
	server.welcome = {
		version: 'test',
		routerRtpCapabilities: JSON.parse(JSON.stringify(fakeParameters.generateRouterRtpCapabilities())),
	};
	room = { participants: [], consumers: [] };
	let producers = 0;
	server.on('join', ({ participantId, name }): RequestReply<'join'> => {
		server.resetNumbers();
		const nothingGoesOn = { entryRequests: [], captures: [] };
		return {
			...nothingGoesOn,
			sessionId: 'session',
			roomId: 'abcd-efgh-ijkl',
			participantId: participantId ?? 'made-by-server',
			displayName: name ?? '',
			mode: 'SEND_AND_RECV',
			permissions: ['allow_join'] as never,
			resumeToken: 'resume-me',
			participants: room.participants,
			activeSpeakerId: null,
			media: offer(...room.consumers),
		};
	});
	server.on('resume', () => ({ missed: 0 }));
	server.on('restart-media', () => ({ media: offer(...room.consumers) }));
	server.on('produce', () => ({ producerId: `producer-${++producers}` }));
});

afterEach(async () => {
	await meeting?.leave().catch(() => {});
	await server.close();
	expect(server.problems).toEqual([]);
	vi.unstubAllGlobals();
});

const EVENTS = [
	'meeting-joined',
	'meeting-left',
	'meeting-state-changed',
	'participant-joined',
	'participant-left',
	'presenter-changed',
	'error',
] as const satisfies (keyof MeetingEvents)[];

function init(options: Partial<MeetingOptions> = {}): Meeting {
	meeting = new Meeting(meetingSettings({ meetingId: 'abcd-efgh-ijkl', participantId: 'me', ...options }), {
		connection: new Connection(server.url),
		token: 'token',
		devices: new DeviceLoader(() => FakeHandler.createFactory(fakeParameters)),
	});
	told = [];
	for (const event of EVENTS) {
		const note = (...args: unknown[]) => {
			const [first] = args as [{ id?: string; state?: string; code?: number } | undefined];
			told.push(`${event} ${first?.id ?? first?.state ?? first?.code ?? ''}`.trim());
		};
		meeting.on(event as 'error', note);
	}
	return meeting;
}

const camera = (producerId: string): StreamInfo => ({ producerId, kind: 'video', codec: 'video/VP8', paused: false });
const voice = (producerId: string): StreamInfo => ({ producerId, kind: 'audio', codec: 'audio/opus', paused: false });

function withAnn(...streams: StreamInfo[]): void {
	room.participants = [person('ann', ...streams)];
	room.consumers = streams.map((stream) => consumer('ann', stream));
}

const ann = () => meeting.participants.get('ann');
const kinds = (participant = ann()) => [...(participant?.streams.values() ?? [])].map(({ kind }) => kind).toSorted();

describe('join', () => {
	it('reports in order that we have joined and who is in the room, and then shows their streams', async () => {
		withAnn(camera('p1'), voice('p2'));
		await init().join();
		expect(told).toEqual([
			'meeting-state-changed CONNECTING',
			'meeting-joined',
			'meeting-state-changed CONNECTED',
			'participant-joined ann',
		]);
		expect(ann()).toMatchObject({ displayName: 'ANN', metaData: { team: 1 }, webcamOn: true, micOn: true });
		await until(() => kinds().length === 2);
		expect(kinds()).toEqual(['audio', 'video']);
		await until(() => server.requests('connect-transport').length > 0);
		expect(server.requests('connect-transport')).toHaveLength(1);
		expect(server.requests('resume-consumers')).toEqual([]);
	});

	it('sends microphone and camera of the join', async () => {
		await init({ micEnabled: true, webcamEnabled: true }).join();
		await until(() => server.requests('produce').length === 2);
		expect(server.requests('produce').map(({ data }) => data.kind)).toEqual(['audio', 'video']);
		expect([meeting.localParticipant.micOn, meeting.localParticipant.webcamOn]).toEqual([true, true]);
	});

	it('joins without a camera that cannot be opened, and says so', async () => {
		devices.video = new DOMException('Permission denied', 'NotAllowedError');
		await init({ micEnabled: true, webcamEnabled: true }).join();
		await until(() => told.includes('error 3017') && server.requests('produce').length === 1);
		expect(meeting.localParticipant.webcamOn).toBe(false);
	});

	it('rejects with what the server refused, and gives the devices back', async () => {
		server.on('join', () => {
			throw new Refusal(4002, 'INVALID_TOKEN');
		});
		await expect(init({ micEnabled: true }).join()).rejects.toMatchObject({ code: 4002, name: 'INVALID_TOKEN' });
		expect(told).toEqual(['meeting-state-changed CONNECTING', 'error 4002', 'meeting-state-changed FAILED']);
		await until(() => devices.opened.every(({ readyState }) => readyState === 'ended'));
		expect(devices.opened).toHaveLength(1);
	});

	it.each([
		[6070, 'DATABASE_UNAVAILABLE'],
		[6071, 'DISK_FULL'],
	])('tries again when the server says that it cannot let us in yet, as late as it says: %i %s', async (code, name) => {
		const answer = server.handler('join');
		const tries: number[] = [];
		server.on('join', (data) => {
			tries.push(performance.now());
			if (tries.length < 3) throw new Refusal(code, name, 0.7);
			return answer?.(data) as never;
		});
		init();
		const delayed: unknown[] = [];
		meeting.on('join-delayed', (error) => delayed.push(error.name));
		await meeting.join();
		expect(delayed).toEqual([name, name]);
		expect((tries[1] ?? 0) - (tries[0] ?? 0)).toBeGreaterThanOrEqual(690);
	});

	it('tries again when the server is passing through a bad moment', async () => {
		const answer = server.handler('join');
		let refusals = 1;
		server.on('join', (data) => {
			if (refusals-- > 0) throw new Refusal(6012, 'MEDIA_SERVER_UNAVAILABLE');
			return answer(data);
		});
		await init().join();
		expect(server.requests('join')).toHaveLength(2);
	});

	it('rejects a second call, and everything else before it', async () => {
		init();
		await expect(meeting.muteMic()).rejects.toMatchObject({ code: 3035 });
		const first = meeting.join();
		await expect(meeting.join()).rejects.toMatchObject({ code: 3055 });
		await first;
		await expect(meeting.join()).rejects.toMatchObject({ code: 3054 });
	});

	it('ends with leave()', async () => {
		server.on('join', () => 'no answer');
		init();
		const joined = expect(meeting.join()).rejects.toMatchObject({ code: 3056 });
		await until(() => server.requests('join').length === 1);
		await meeting.leave();
		await joined;
		expect(told).toEqual([
			'meeting-state-changed CONNECTING',
			'meeting-state-changed DISCONNECTED',
			'meeting-left 1101',
		]);
	});
});

describe('in a meeting', () => {
	it('receives a stream that is added, and says when it is ready', async () => {
		withAnn();
		await init().join();
		server.notify('stream-added', { participantId: 'ann', stream: camera('p1') });
		server.notify('consumer-added', { consumer: { ...consumer('ann', camera('p1'), 'c1'), paused: true } });
		await until(() => kinds().length === 1);
		await until(() => server.requests('resume-consumers').length === 1);
		expect(server.requests('resume-consumers')[0]?.data).toEqual({ consumerIds: ['c1'] });
	});

	it('mutes on the server, keeps the track, and refuses to do it twice', async () => {
		await init({ customMicrophoneAudioTrack: fakeStream('audio') }).join();
		await until(() => server.requests('produce').length === 1 && meeting.localParticipant.micOn);
		const [stream] = [...meeting.localParticipant.streams.values()];
		await meeting.muteMic();
		expect(stream?.track.enabled).toBe(false);
		expect(meeting.localParticipant.micOn).toBe(false);
		await expect(meeting.muteMic()).rejects.toMatchObject({ code: 3054 });
		await meeting.unmuteMic();
		expect(stream?.track.enabled).toBe(true);
		const methods = server.received.map(({ method }) => method).filter((method) => method.endsWith('-producer'));
		expect(methods).toEqual(['pause-producer', 'resume-producer']);
	});

	it('stops the camera when it is disabled', async () => {
		await init({ webcamEnabled: true }).join();
		await until(() => server.requests('produce').length === 1);
		await meeting.disableWebcam();
		expect(devices.opened[0]?.readyState).toBe('ended');
		await until(() => server.requests('close-producer').length === 1);
		expect(meeting.localParticipant.streams.size).toBe(0);
	});

	it('continues with the default camera when the one in use is unplugged', async () => {
		await init({ webcamEnabled: true }).join();
		await until(() => server.requests('produce').length === 1);
		(devices.opened[0] as unknown as { remoteStop(): void }).remoteStop();
		await until(() => devices.opened.length === 2);
		expect(told).toContain('error 3027');
		await until(() => [...meeting.localParticipant.streams.values()][0]?.track === devices.opened[1]);
		expect(server.requests('produce')).toHaveLength(1);
	});

	it('withdraws what the server does not take', async () => {
		server.on('produce', () => {
			throw new Refusal(4051, 'CODEC_NOT_SUPPORTED');
		});
		await init().join();
		await expect(meeting.enableWebcam()).rejects.toMatchObject({ code: 4051 });
		expect(devices.opened[0]?.readyState).toBe('ended');
		expect(meeting.localParticipant.webcamOn).toBe(false);
	});

	it('receives nothing without autoConsume until it is asked for', async () => {
		withAnn(camera('p1'), voice('p2'));
		await init({ autoConsume: false }).join();
		await until(() => server.requests('update-consumers').length === 1);
		const { consumers } = server.requests('update-consumers')[0]?.data ?? {};
		expect(consumers?.map(({ paused }) => paused)).toEqual([true, true]);
		expect(kinds()).toEqual([]);
		expect(ann()?.webcamOn).toBe(true);
		await ann()?.consumeWebcamStreams();
		expect(kinds()).toEqual(['video']);
		expect(server.requests('update-consumers')[1]?.data.consumers).toEqual([
			{ consumerId: room.consumers[0]?.id, paused: false },
		]);
		await ann()?.stopConsumingWebcamStreams();
		expect(kinds()).toEqual([]);
	});

	it('leaves: says so, gives everything back, and does not come back', async () => {
		withAnn(camera('p1'));
		await init({ micEnabled: true }).join();
		await until(() => server.requests('produce').length === 1);
		await meeting.leave();
		expect(told.slice(-2)).toEqual(['meeting-state-changed DISCONNECTED', 'meeting-left 1101']);
		expect(server.requests('leave')).toHaveLength(1);
		expect(devices.opened[0]?.readyState).toBe('ended');
		await new Promise((resolve) => setTimeout(resolve, 50));
		expect(server.connections).toBe(1);
		await expect(meeting.leave()).rejects.toMatchObject({ code: 3054 });
		await expect(meeting.unmuteMic()).rejects.toMatchObject({ code: 3056 });
	});

	it('ends for everybody, though the farewell comes before the answer', async () => {
		await init().join();
		server.on('end', () => {
			server.notify('left', { reason: { code: 1008, message: 'REMOVE_ALL' } });
			return 'no answer';
		});
		await meeting.end();
		expect(told.at(-1)).toBe('meeting-left 1008');
	});

	it('may not end what the token does not allow', async () => {
		await init().join();
		server.on('end', () => {
			throw new Refusal(4008, 'INVALID_PERMISSIONS');
		});
		await expect(meeting.end()).rejects.toMatchObject({ code: 4008 });
		expect(meeting.state).toBe('CONNECTED');
	});

	it('is out when the server says so', async () => {
		await init().join();
		server.notify('left', { reason: { code: 1011, message: 'DUPLICATE_PARTICIPANT' } });
		await until(() => told.includes('meeting-left 1011'));
		server.cut();
		await new Promise((resolve) => setTimeout(resolve, 50));
		expect(server.connections).toBe(1);
	});
});

describe('switchTo', () => {
	it('leaves the room for another, and sends there what was sent', async () => {
		withAnn(camera('p1'));
		await init({ micEnabled: true }).join();
		await until(() => server.requests('produce').length === 1);
		const rooms: unknown[] = [];
		meeting.on('meeting-joined', ({ switchRoomId, peers }) => rooms.push([switchRoomId, peers.map(({ id }) => id)]));
		room = { participants: [person('bob')], consumers: [] };
		told = [];
		await meeting.switchTo({ meetingId: 'other-room', token: 'other' });
		expect(told).toEqual([
			'meeting-state-changed CONNECTING',
			'participant-left ann',
			'meeting-joined',
			'meeting-state-changed CONNECTED',
			'participant-joined bob',
		]);
		expect(rooms).toEqual([['other-room', ['bob']]]);
		expect(meeting.id).toBe('other-room');
		expect(server.requests('leave')).toHaveLength(1);
		expect(server.requests('join').at(-1)?.data).toMatchObject({ roomId: 'other-room', token: 'other' });
		await until(() => server.requests('produce').length === 2);
		expect(devices.opened).toHaveLength(1);
		expect(devices.opened[0]?.readyState).toBe('live');
		// The connection of the other room is resumed as that of the first.
		server.cut();
		await until(() => server.requests('resume').length === 1 && meeting.state === 'CONNECTED');
		expect(rooms).toHaveLength(2);
		expect(rooms[1]).toEqual([null, ['bob']]);
	});

	it('is over when the other room does not let us in', async () => {
		await init().join();
		server.on('join', () => {
			throw new Refusal(4003, 'INVALID_MEETING_ID');
		});
		await expect(meeting.switchTo({ meetingId: 'nowhere' })).rejects.toMatchObject({ code: 4076 });
		expect(told.slice(-2)).toEqual(['meeting-state-changed FAILED', 'meeting-left 1104']);
	});

	it('refuses what is no room before it leaves', async () => {
		await expect(init().switchTo({ meetingId: 'other-room' })).rejects.toMatchObject({ code: 3035 });
		await meeting.join();
		await expect(meeting.switchTo({ meetingId: '' })).rejects.toMatchObject({ code: 3073 });
		expect(server.requests('leave')).toEqual([]);
		expect(meeting.state).toBe('CONNECTED');
	});
});
