import { setTimeout as sleep } from 'node:timers/promises';
import type { CreateRoomBody } from '@roomcast/contract';
import { ffmpeg, probe } from '@roomcast/testing/media/ffmpeg';
import { Receiver } from '@roomcast/testing/net/Receiver';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { fetchFile, inState, startRecording } from './support/recorded.ts';
import { TestServer } from './support/TestServer.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const WHOLE = ['recording-starting', 'recording-started', 'recording-stopping', 'recording-stopped'];

let server: TestServer;
/** That of the rooms, and one that only operations name. */
let receiver: Receiver;
let own: Receiver;
beforeAll(async () => {
	[receiver, own] = await Promise.all([Receiver.create(), Receiver.create()]);
	server = await TestServer.create({ ROOMCAST_ALLOW_PRIVATE_TARGETS: 'true' });
});
afterAll(async () => {
	await server.close();
	await receiver.close();
	await own.close();
});

/** A room with Ann in it, whose name is what is recorded. */
async function call(settings: CreateRoomBody = {}) {
	const webhook = { endPoint: receiver.url, events: ['recording-*'] };
	const { roomId } = await server.room({ webhook, ...settings });
	const join = (participantId: string) => server.join(roomId, participantId);
	return { roomId, join, ann: (await join('ann')).client };
}

async function sizeOf(id: string): Promise<{ width?: number; height?: number; seconds: number }> {
	const path = await fetchFile(await inState(server, id, 'STOPPED'), server.dataDir);
	await ffmpeg(['-xerror', '-i', path, '-f', 'null', '-']);
	const { streams, format } = await probe(path);
	const video = streams.find((stream) => stream.codec_type === 'video');
	return { width: video?.width ?? 0, height: video?.height ?? 0, seconds: Number(format.duration) };
}

/** Where nobody looks at the picture. */
const LOW = { quality: 'low' };

it('two recordings run beside each other where the room allows it, each with its own picture', async () => {
	const { roomId, ann } = await call({ multiComposition: { recording: true } });
	const wide = { layout: { type: 'GRID', gridSize: 4 }, quality: 'low' };
	const tall = { layout: { type: 'SPOTLIGHT', priority: 'PIN' }, quality: 'low', orientation: 'portrait' };
	const [first, second] = [
		await startRecording(server, { roomId, config: wide }),
		await startRecording(server, { roomId, config: tall, awsDirPath: 'tall' }),
	];
	expect(first).not.toBe(second);
	await sleep(1500);
	// One of them ends, and the other goes on.
	expect(await server.post('/v2/recordings/end', { roomId, id: second })).toMatchObject({ status: 200 });
	expect(await sizeOf(second)).toMatchObject({ width: 480, height: 854 });
	expect((await inState(server, second, 'STOPPED')).file.filePath).toMatch(/^tall\//);
	expect((await inState(server, first, 'STARTED')).config).toEqual(wide);
	expect(await server.post('/v2/recordings/end', { roomId, id: second })).toMatchObject({ status: 409 });

	const third = await startRecording(server, { roomId, config: wide });
	await sleep(1000);
	// Without an id, all of them.
	expect(await server.post('/v2/recordings/end', { roomId })).toMatchObject({ status: 200 });
	const long = await sizeOf(first);
	const short = await sizeOf(third);
	expect(long).toMatchObject({ width: 854, height: 480 });
	expect(short).toMatchObject({ width: 854, height: 480 });
	expect(short.seconds).toBeGreaterThan(0.9);
	expect(long.seconds).toBeGreaterThan(short.seconds + 1.4);
	for (const id of [first, second, third])
		await vi.waitFor(() => expect(receiver.eventsAbout({ id })).toEqual(WHOLE), 10_000);
	await ann.request('leave', {});
});

it('a second recording beside the first is 4018, and may start as soon as the first has ended', async () => {
	const { roomId, ann } = await call({ multiComposition: { hls: true, rtmp: true } });
	const first = await startRecording(server, { roomId });
	const refused = { code: 4018, errorCode: 'PREV_RECORDING_PROCESSING' };
	for (const config of [undefined, { layout: { type: 'SIDEBAR' }, quality: 'low' }])
		expect(await server.post('/v2/recordings/start', { roomId, config })).toMatchObject({ status: 409, body: refused });
	await expect(ann.request('start-recording', {})).rejects.toMatchObject({ code: 4018 });
	await inState(server, first, 'STARTED');
	expect(await server.post('/v2/recordings/end', { roomId })).toMatchObject({ status: 200 });
	const second = await startRecording(server, { roomId });
	await ann.request('leave', {});
	for (const id of [first, second]) await inState(server, id, 'STOPPED');
	// What was refused has left nothing behind.
	expect((await server.call(`/v2/recordings?roomId=${roomId}`)).body.pageInfo.total).toBe(2);
	const ids = receiver.received.filter(({ data }) => data.roomId === roomId).map(({ data }) => data.id);
	expect(new Set(ids)).toEqual(new Set([first, second]));
});

it('a room that wants it is recorded from its first participant on, once a session', async () => {
	const config = {
		layout: { type: 'SIDEBAR', priority: 'SPEAKER', gridSize: 3 },
		theme: 'DARK',
		quality: 'low',
	} as const;
	const { roomId, join, ann } = await call({ autoStartConfig: { recording: { config, awsDirPath: '/auto/' } } });
	const joined = Date.now();
	await ann.notification('capture-state-changed', ({ status }) => status === 'STARTED', 20_000);
	const list = async () => (await server.call(`/v2/recordings?roomId=${roomId}`)).body;
	const [recording] = (await list()).data;
	expect(recording).toMatchObject({ status: 'STARTED', config });
	const { client: bob } = await join('bob');
	await ann.request('leave', {});
	await sleep(1000);
	const left = Date.now();
	await bob.request('leave', {});
	const stopped = await inState(server, recording.id, 'STOPPED');
	expect(stopped.file.filePath).toBe(`auto/${stopped.sessionId}/${recording.id}.mp4`);
	const { seconds, ...size } = await sizeOf(recording.id);
	expect(size).toEqual({ width: 854, height: 480 });
	expect(seconds).toBeGreaterThan(0.9);
	expect(seconds).toBeLessThan((left - joined) / 1000 + 0.5);
	expect((await list()).pageInfo.total).toBe(1);

	// The next session is another recording.
	const { client: again } = await join('ann');
	await again.notification('capture-state-changed', ({ status }) => status === 'STARTED', 20_000);
	await again.request('leave', {});
	await vi.waitFor(async () => expect((await list()).data[0].status).toBe('STOPPED'), 20_000);
	expect((await list()).pageInfo.total).toBe(2);
});

it('an operation with a webhook of its own reports everything to it, and nothing twice', async () => {
	const quiet = await call({ webhook: { endPoint: receiver.url, events: ['session-*'] } });
	const before = receiver.received.length;
	const first = await startRecording(server, { roomId: quiet.roomId, webhookUrl: own.url, config: LOW });
	await server.post('/v2/recordings/end', { roomId: quiet.roomId });
	const stopped = await inState(server, first, 'STOPPED');
	await vi.waitFor(() => expect(own.eventsAbout({ id: first })).toEqual(WHOLE), 10_000);
	const [, , , last] = own.received.filter(({ data }) => data.id === first);
	expect(last?.data).toMatchObject({ reason: 'STOPPED_BY_REQUEST', filePath: stopped.file.filePath });
	expect((await fetch(last?.data.fileUrl)).status).toBe(200);
	// It is signed as every webhook is.
	expect(last?.headers).toMatchObject({ 'webhook-id': expect.any(String), 'webhook-signature': expect.any(String) });
	expect(receiver.eventsAbout({ id: first })).toEqual([]);
	expect(receiver.received.slice(before).every(({ data }) => data.id === undefined)).toBe(true);
	expect((await server.call(`/v2/recordings/${first}`)).body.webhook).toMatchObject({ totalCount: 4, successCount: 4 });

	// Another one of the same room that names none.
	const second = await startRecording(server, { roomId: quiet.roomId, config: LOW });
	await quiet.ann.request('leave', {});
	await inState(server, second, 'STOPPED');
	expect(own.eventsAbout({ id: second })).toEqual([]);

	const both = await call();
	const third = await startRecording(server, { roomId: both.roomId, webhookUrl: receiver.url, config: LOW });
	await both.ann.request('leave', {});
	await inState(server, third, 'STOPPED');
	await vi.waitFor(() => expect(receiver.eventsAbout({ id: third })).toEqual(WHOLE), 10_000);

	const participant = await call();
	const started = await server.post('/v2/recordings/participant/start', {
		roomId: participant.roomId,
		participantId: 'ann',
		webhookUrl: own.url,
	});
	expect(started.status).toBe(200);
	const fourth = started.headers.get('x-recording-id') ?? '';
	await participant.ann.request('leave', {});
	// Nothing was sent.
	const names = ['starting', 'stopping', 'failed'].map((phase) => `participant-recording-${phase}`);
	await vi.waitFor(() => expect(own.eventsAbout({ id: fourth })).toEqual(names), 10_000);
});
