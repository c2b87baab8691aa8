import type { StreamInfo } from '@roomcast/contract/signalling/participant';
import { until } from '@roomcast/testing/until';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { setLevel } from '../log/logger.ts';
import { stubCapture } from '../testing/browser.ts';
import { type FakeServer, Refusal } from '../testing/FakeServer.ts';
import { consumer, person } from '../testing/offers.ts';
import { FakeRoom } from '../testing/room.ts';
import type { MeetingEvents } from './events.ts';
import type { Meeting } from './Meeting.ts';
import type { MeetingOptions } from './options.ts';

setLevel('NONE');

let room: FakeRoom;
let server: FakeServer;
let meeting: Meeting;
let told: string[];
let devices: ReturnType<typeof stubCapture>;

beforeEach(async () => {
	devices = stubCapture();
	room = await FakeRoom.create();
	server = room.server;
});

afterEach(async () => {
	await meeting?.leave().catch(() => {});
	await server.close();
	expect(server.problems).toEqual([]);
	vi.unstubAllGlobals();
});

const EVENTS = [
	'meeting-left',
	'meeting-state-changed',
	'participant-left',
	'error',
] as const satisfies (keyof MeetingEvents)[];

function init(options: Partial<MeetingOptions> = {}): Meeting {
	meeting = room.meeting(options);
	told = [];
	for (const event of EVENTS)
		meeting.on(event as 'error', (...args: unknown[]) => {
			const [first] = args as [{ id?: string; state?: string; code?: number } | undefined];
			told.push(`${event} ${first?.id ?? first?.state ?? first?.code ?? ''}`.trim());
		});
	return meeting;
}

const camera = (producerId: string): StreamInfo => ({ producerId, kind: 'video', codec: 'video/VP8', paused: false });

function withAnn(...streams: StreamInfo[]): void {
	room.participants = [person('ann', ...streams)];
	room.consumers = streams.map((stream) => consumer('ann', stream));
}

const ann = () => meeting.participants.get('ann');
const kinds = () => [...(ann()?.streams.values() ?? [])].map(({ kind }) => kind);

it('continues after a broken socket with the same transports', async () => {
	withAnn(camera('p1'));
	await init({ micEnabled: true }).join();
	await until(() => server.requests('produce').length === 1 && kinds().length === 1);
	const [stream] = [...(ann()?.streams.values() ?? [])];
	server.cut();
	await until(
		() => told.at(-1) === 'meeting-state-changed CONNECTED' && told.includes('meeting-state-changed RECONNECTING'),
	);
	expect([...(ann()?.streams.values() ?? [])]).toEqual([stream]);
	expect(server.requests('join')).toHaveLength(1);
	expect(server.requests('produce')).toHaveLength(1);
});

it('joins again as the same participant when the session is over, and sends everything again', async () => {
	withAnn(camera('p1'));
	await init({ micEnabled: true, webcamEnabled: true }).join();
	await until(() => server.requests('produce').length === 2 && kinds().length === 1);
	const before = { ann: ann(), tracks: devices.opened.length };
	server.on('resume', () => {
		throw new Refusal(6022, 'RESUME_FAILED');
	});
	withAnn(camera('p9'));
	told.length = 0;
	server.cut();
	await until(() => server.requests('produce').length === 4);
	expect(server.requests('join').map(({ data }) => data.participantId)).toEqual(['me', 'me']);
	expect(server.requests('produce').map(({ data }) => data.kind)).toEqual(['audio', 'video', 'audio', 'video']);
	expect(devices.opened).toHaveLength(before.tracks);
	await until(() => [...(ann()?.streams.keys() ?? [])].includes('p9'));
	expect(ann()).toBe(before.ann);
	expect(told).toEqual(['meeting-state-changed RECONNECTING', 'meeting-state-changed CONNECTED']);
});

it('is out when it may not join again', async () => {
	await init().join();
	server.on('resume', () => {
		throw new Refusal(6022, 'RESUME_FAILED');
	});
	server.on('join', () => {
		throw new Refusal(4052, 'MEETING_ID_DISABLED');
	});
	told.length = 0;
	server.cut();
	await until(() => told.includes('meeting-left 1103'));
	expect(told).toEqual([
		'meeting-state-changed RECONNECTING',
		'error 4052',
		'meeting-state-changed FAILED',
		'meeting-left 1103',
	]);
});

it('makes media again after a media worker died, muted as it was', async () => {
	withAnn(camera('p1'));
	await init({ micEnabled: true, webcamEnabled: true }).join();
	await until(() => server.requests('produce').length === 2 && kinds().length === 1);
	await meeting.muteMic();
	withAnn(camera('p2'));
	told.length = 0;
	server.notify('media-reset', {});
	await until(() => server.requests('produce').length === 4);
	expect(
		server
			.requests('produce')
			.slice(2)
			.map(({ data }) => [data.kind, data.paused]),
	).toEqual([
		['audio', true],
		['video', false],
	]);
	const transports = server.requests('produce').map(({ data }) => data.transportId);
	expect(transports[2]).not.toBe(transports[0]);
	await until(() => [...(ann()?.streams.keys() ?? [])].includes('p2'));
	expect(ann()?.webcamOn).toBe(true);
	expect(told).toEqual([]);
});

it('asks for media until the server has a worker again', async () => {
	await init().join();
	let refusals = 2;
	const answer = server.handler('restart-media');
	server.on('restart-media', (data) => {
		if (refusals-- > 0) throw new Refusal(6012, 'MEDIA_SERVER_UNAVAILABLE');
		return answer(data);
	});
	server.notify('media-reset', {});
	await until(() => server.requests('restart-media').length === 3);
	await expect(meeting.enableWebcam()).resolves.toBeUndefined();
});
