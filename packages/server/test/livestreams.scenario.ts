import { mkdtemp } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CreateRoomBody } from '@roomcast/contract';
import { packets, probe } from '@roomcast/testing/media/ffmpeg';
import { RtmpServer } from '@roomcast/testing/media/RtmpServer';
import { freePort } from '@roomcast/testing/net/ports';
import { Receiver } from '@roomcast/testing/net/Receiver';
import { childrenOf } from '@roomcast/testing/processes/processes';
import { removeFolder } from '@roomcast/testing/removeFolder';
import { VideoSDK } from '@videosdk.live/server-sdk';
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import { GateServer } from '../../composer/test/support/gate-server.ts';
import { SignallingClient } from './support/SignallingClient.ts';
import { TestServer } from './support/TestServer.ts';

vi.setConfig({ testTimeout: 120_000 });

/** A part of every stream key, which must never be seen. */
const SECRET = 'hunter2';
const KEYS = { first: `first-${SECRET}-0123456789`, second: `2nd-${SECRET}` };

let server: TestServer;
let receiver: Receiver;
let sdk: VideoSDK;
let folder: string;
/** Take what comes, and one that takes only keys that begin with `good`. */
let [first, second, strict]: RtmpServer[] = [];
let doorman: Server;
/** Each publishing that `strict` was asked for, as it asked. */
const asked: string[] = [];
/** What `strict` waits for before it lets anybody publish. */
let doorOpens: Promise<void> = Promise.resolve();
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'roomcast-rtmp-'));
	receiver = await Receiver.create();
	server = await TestServer.create({ ROOMCAST_ALLOW_PRIVATE_TARGETS: 'true' });
	sdk = new VideoSDK({ apiKey: server.key.id, secret: server.key.secret, apiEndpoint: server.url });
	doorman = createServer((request, response) => {
		let body = '';
		request.on('data', (data) => {
			body += String(data);
		});
		request.on('end', async () => {
			asked.push(body);
			await doorOpens;
			response.writeHead(body.includes('name=good') ? 200 : 403).end();
		});
	});
	const port = await freePort();
	await new Promise<void>((resolve) => doorman.listen(port, '127.0.0.1', resolve));
	first = await RtmpServer.create(join(folder, 'first'));
	second = await RtmpServer.create(join(folder, 'second'));
	strict = await RtmpServer.create(join(folder, 'strict'), { onPublish: `http://127.0.0.1:${port}/` });
});
afterAll(async () => {
	await server.close();
	await receiver.close();
	for (const rtmp of [first, second, strict]) await rtmp?.kill();
	doorman.close();
	await removeFolder(folder);
});

async function newRoom(more: CreateRoomBody = {}): Promise<string> {
	return (await server.room({ webhook: { endPoint: receiver.url, events: ['livestream-*', 'recording-*'] }, ...more }))
		.roomId;
}

/** Ann, whose name is what is shown. */
const ann = async (roomId: string) => (await server.joinSilently(roomId, 'ann')).client;

const told = (roomId: string) => receiver.about({ roomId });
const names = (roomId: string) => receiver.eventsAbout({ roomId });
const seconds = (count: number) => ({ timeout: count * 1000, interval: 50 });
const low = { quality: 'low' } as const;
const fetched = async (id: string, query = '') => (await server.call(`/v2/livestreams/${id}${query}`)).body;
const url = (rtmp: RtmpServer | undefined) => rtmp?.url ?? '';
const statuses = async (id: string) => (await fetched(id)).outputs.map((output: { status: string }) => output.status);

it('what cannot be streamed is refused with its reason, which repeats no stream key', async () => {
	const roomId = await newRoom();
	const output = { url: url(first), streamKey: KEYS.first };
	expect(await server.post('/v2/livestreams/start', { roomId, outputs: [output] })).toMatchObject({
		status: 409,
		body: { code: 4013, message: expect.stringContaining('no session that runs') },
	});
	const client = await ann(roomId);
	for (const [path, body, status, code, words] of [
		['/start', { outputs: [] }, 400, 6000, 'outputs'],
		['/start', { outputs: Array(11).fill(output) }, 400, 6000, 'outputs'],
		['/start', { outputs: [{ streamKey: KEYS.first }] }, 400, 6000, 'url'],
		['/start', { outputs: [{ ...output, url: 'http://example.com/live' }] }, 400, 6000, 'url'],
		['/start', { outputs: [{ ...output, url: 'rtmp://127.0.0.1' }] }, 400, 4015, 'application'],
		['/start', { outputs: [{ ...output, url: 'rtmp://me:hunter@127.0.0.1' }] }, 400, 4015, 'application'],
		['/start', { outputs: [output, output] }, 400, 4015, 'outputs[1] is the same as outputs[0]'],
		['/end', {}, 409, 4014, 'nothing of that kind'],
	] as const) {
		const answer = await server.post(`/v2/livestreams${path}`, { roomId, ...body });
		expect(answer, JSON.stringify(body)).toMatchObject({ status, body: { code } });
		expect(answer.body.message).toContain(words);
		expect(answer.body.reasonCode).toBe(code === 4015 ? 'TARGET_INVALID' : undefined);
		expect(JSON.stringify(answer.body)).not.toContain(SECRET);
	}
	const unknown = await server.call('/v2/livestreams/6b0553000000000000000000');
	expect(unknown).toMatchObject({ status: 404, body: { code: 6041 } });
	expect(names(roomId)).toEqual([]);
	await client.request('leave', {});
});

it('private addresses are refused where they are not allowed', async () => {
	const careful = await TestServer.create();
	try {
		const { roomId } = await careful.room();
		const token = await careful.token();
		const person = { token, roomId, participantId: 'ann', name: 'Ann' };
		const { client } = await SignallingClient.join(careful.url, person);
		const outputs = [{ url: url(first), streamKey: KEYS.first }];
		const answer = await careful.post('/v2/livestreams/start', { roomId, outputs });
		expect(answer).toMatchObject({ status: 400, body: { code: 6000 } });
		expect(answer.body.message).toContain('outputs[0].url: 127.0.0.1 is not a public address');
		await client.request('leave', {});
	} finally {
		await careful.close();
	}
});

it('a disk that is full stops recordings, not livestreams', async () => {
	const full = await TestServer.create({
		ROOMCAST_ALLOW_PRIVATE_TARGETS: 'true',
		ROOMCAST_MIN_FREE_DISK: '1000T',
	});
	try {
		const { roomId } = await full.room();
		const person = { token: await full.token(), roomId, participantId: 'ann', name: 'Ann' };
		const { client } = await SignallingClient.join(full.url, person);
		const outputs = [{ url: url(strict), streamKey: 'good-when-full' }];
		const config = { ...low, recording: { enabled: true } };
		expect(await full.post('/v2/livestreams/start', { roomId, outputs, config })).toMatchObject({ status: 200 });
		expect(await full.post('/v2/recordings/start', { roomId })).toMatchObject({ status: 409, body: { code: 4011 } });
		expect(await full.post('/v2/livestreams/end', { roomId })).toMatchObject({ status: 200 });
		await client.request('leave', {});
	} finally {
		await full.close();
	}
});

it('the official SDK streams to two servers; outputs come, go and fail while it runs; a file beside', async () => {
	const roomId = await newRoom();
	const client = await ann(roomId);
	const streams = [
		{ url: url(first), streamKey: KEYS.first },
		{ url: url(second), streamKey: KEYS.second },
	];
	const config = { ...low, layout: { type: 'GRID' }, recording: { enabled: true } };
	const handle = await sdk.rtmp.start(roomId, { streams, config } as Parameters<typeof sdk.rtmp.start>[1]);
	expect(handle.raw).toBe('Livestream started successfully');
	const [listed] = (await sdk.rtmp.list({ roomId })).data;
	const id = listed?.id ?? '';
	const running = await sdk.rtmp.get(id);
	expect(running).toMatchObject({ id, composerId: id, roomId, status: 'STARTED', end: null, error: null });
	expect(running.outputs).toMatchObject([
		{ url: streams[0]?.url, streamKey: '****6789' },
		{ url: streams[1]?.url, streamKey: '****' },
	]);
	await vi.waitFor(async () => expect(await statuses(id)).toEqual(['PUBLISHING', 'PUBLISHING']), seconds(10));
	// One composer for all.
	expect(await childrenOf(process.pid, 'packages/composer/')).toHaveLength(1);
	expect((await fetched(id, '?withStreamKeys=true')).outputs).toMatchObject(streams);
	const guest = await server.token({ permissions: ['allow_join'] });
	const seen = await server.call(`/v2/livestreams/${id}?withStreamKeys=true`, { token: guest });
	expect(seen).toMatchObject({ status: 403 });
	await expect(sdk.rtmp.start(roomId, { streams })).rejects.toThrow(/already running/);

	// One more, one that is refused, one that is there already.
	const path = `/v2/livestreams/${id}/outputs`;
	const added = await server.post(path, { url: url(strict), streamKey: `good-${SECRET}` });
	expect(added).toMatchObject({ status: 200, body: { status: 'PUBLISHING', reason: null, url: url(strict) } });
	const refused = await server.post(path, { url: `${url(strict)}?who=${SECRET}`, streamKey: `bad-${SECRET}` });
	expect(refused).toMatchObject({ status: 400, body: { code: 4015, reasonCode: 'TARGET_REFUSED' } });
	expect(refused.body.message).toMatch(/rtmp:\/\/127\.0\.0\.1:\d+(: .*the stream key may be wrong| refused: )/);
	expect(JSON.stringify([added.body, refused.body])).not.toContain(SECRET);
	expect(await server.post(path, streams[0])).toMatchObject({ status: 400, body: { code: 4015 } });
	await vi.waitFor(() => expect(names(roomId)).toContain('livestream-failed'), seconds(5));
	const failure = told(roomId).find(({ event }) => event === 'livestream-failed');
	expect(failure?.data).toMatchObject({
		id,
		reason: expect.stringMatching(/stream key may be wrong|refused/),
		reasonCode: 'TARGET_REFUSED',
		output: { id: expect.any(String), url: url(strict) },
	});
	expect(await statuses(id)).toEqual(['PUBLISHING', 'PUBLISHING', 'PUBLISHING', 'FAILED']);
	expect(await server.call(`${path}/${added.body.id}`, { method: 'DELETE' })).toMatchObject({
		status: 200,
		body: 'Output removed successfully',
	});
	expect(await server.call(`${path}/${added.body.id}`, { method: 'DELETE' })).toMatchObject({
		status: 404,
		body: { code: 6041 },
	});
	expect(await statuses(id)).toEqual(['PUBLISHING', 'PUBLISHING', 'STOPPED', 'FAILED']);

	expect(await sdk.rtmp.stop(handle)).toBe('Livestream ended successfully');
	const ended = await vi.waitFor(async () => {
		const found = await fetched(id);
		expect(found).toMatchObject({ status: 'STOPPED', error: null, end: expect.any(String) });
		return found;
	}, seconds(10));
	expect(await statuses(id)).toEqual(['STOPPED', 'STOPPED', 'STOPPED', 'FAILED']);
	expect(Date.parse(ended.outputs[0].end)).toBeGreaterThan(Date.parse(ended.outputs[0].start));
	expect(await server.post(path, streams[0])).toMatchObject({ status: 409, body: { code: 4013 } });
	await vi.waitFor(() => {
		expect(names(roomId)).toContain('recording-stopped');
		expect(names(roomId)).toContain('livestream-stopped');
	}, seconds(20));
	expect(names(roomId).filter((name) => name.startsWith('livestream'))).toEqual([
		'livestream-starting',
		'livestream-started',
		'livestream-failed',
		'livestream-stopping',
		'livestream-stopped',
	]);
	expect(told(roomId).find(({ event }) => event === 'livestream-stopped')?.data).toMatchObject({
		id,
		reason: 'STOPPED_BY_REQUEST',
		duration: expect.any(Number),
	});
	expect(JSON.stringify(told(roomId))).not.toContain(SECRET);
	for (const rtmp of [first, second, strict]) {
		const [recording = ''] = (await rtmp?.recordings()) ?? [];
		const { streams } = await probe(recording);
		expect(streams.map(({ codec_name }) => codec_name).sort()).toEqual(['aac', 'h264']);
		expect((await packets(recording, 'v')).length).toBeGreaterThan(20);
	}
	await client.request('leave', {});
});

it('a refused stream key is answered when all outputs are; another start follows at once', async () => {
	const roomId = await newRoom({ multiComposition: { rtmp: true } });
	const client = await ann(roomId);
	const outputs = [{ url: url(strict), streamKey: `wrong-${SECRET}` }];
	const refused = await server.post('/v2/livestreams/start', { roomId, outputs, config: low });
	expect(refused).toMatchObject({ status: 400, body: { code: 4015, reasonCode: 'TARGET_REFUSED' } });
	expect(refused.body.message).toMatch(/stream key may be wrong|refused/);
	expect(JSON.stringify(refused.body)).not.toContain(SECRET);
	await vi.waitFor(() => expect(names(roomId)).toEqual(['livestream-starting', 'livestream-failed']), seconds(5));
	const { data } = (await server.call(`/v2/livestreams?roomId=${roomId}`)).body;
	expect(data).toMatchObject([{ status: 'FAILED', outputs: [{ status: 'FAILED', start: null }] }]);
	expect(data[0].error).toBe(data[0].outputs[0].reason);
	// Programs need not read the words: in webhooks, in the call, and as the answer there.
	expect(told(roomId).at(-1)?.data).toMatchObject({ reasonCode: 'TARGET_REFUSED' });
	const changed = await client.notification('capture-state-changed', ({ status }) => status === 'STOPPED');
	expect(changed).toMatchObject({ reason: data[0].error, reasonCode: 'TARGET_REFUSED' });
	const again = client.request('start-livestream', { outputs: [{ url: 'rtmp://127.0.0.1', streamKey: SECRET }] });
	await expect(again).rejects.toMatchObject({ code: 4015, reasonCode: 'TARGET_INVALID' });

	// From within the call, and two at once, as the room allows.
	const own = { outputs: [{ url: url(strict), streamKey: `good-1-${SECRET}` }], config: low };
	const { id } = await client.request('start-livestream', own);
	const other = { roomId, outputs: [{ url: url(strict), streamKey: `good-2-${SECRET}` }], config: low };
	const { status, headers } = await server.post('/v2/livestreams/start', other);
	expect(status).toBe(200);
	expect(await childrenOf(process.pid, 'packages/composer/')).toHaveLength(1);
	const otherId = headers.get('x-livestream-id') ?? '';
	expect(await server.post('/v2/livestreams/stop', { roomId, id: otherId })).toMatchObject({ status: 200 });
	await vi.waitFor(async () => expect((await fetched(otherId)).status).toBe('STOPPED'), seconds(10));
	expect(await fetched(id)).toMatchObject({ status: 'STARTED' });
	await client.request('leave', {});
	await vi.waitFor(async () => expect((await fetched(id)).status).toBe('STOPPED'), seconds(20));
	const stops = () => told(roomId).filter(({ event }) => event === 'livestream-stopped');
	await vi.waitFor(() => {
		expect(stops().find(({ data }) => data.id === id)?.data).toMatchObject({ reason: 'SESSION_ENDED' });
	}, seconds(10));
});

it('a server that redirects is followed, and every failure names its field', async () => {
	const there = await GateServer.create(() => undefined);
	const here = await GateServer.create((application) => ({
		description: 'go there',
		redirect: application === 'live' ? there.url : 'rtmp://roomcast.invalid/live',
	}));
	onTestFinished(() => {
		there.close();
		here.close();
	});
	const roomId = await newRoom();
	const client = await ann(roomId);
	const start = (...outputs: { url: string; streamKey: string }[]) =>
		server.post('/v2/livestreams/start', { roomId, outputs, config: low });
	const lost = { url: here.url.replace('/live', '/lost'), streamKey: KEYS.first };
	const bad = { url: url(strict), streamKey: `bad-${SECRET}` };
	const refused = await start(lost, bad);
	expect(refused).toMatchObject({ status: 400, body: { code: 4015 } });
	expect(refused.body.message).toContain(`outputs[0].url: rtmp://127.0.0.1:${here.port}: it redirects`);
	expect(refused.body.message).toContain('there is no host roomcast.invalid');
	expect(refused.body.message).toMatch(/outputs\[1\]\.streamKey: rtmp:/);
	expect(JSON.stringify(refused.body)).not.toContain(SECRET);

	const started = await start({ url: here.url, streamKey: KEYS.first });
	expect(started).toMatchObject({ status: 200 });
	expect(here.published).toEqual([]);
	expect(there.published).toEqual([KEYS.first]);
	const id = started.headers.get('x-livestream-id') ?? '';
	const more = await server.post(`/v2/livestreams/${id}/outputs`, bad);
	expect(more.body.message).toMatch(/^.*body\.streamKey: rtmp:/);
	await client.request('leave', {});
	await vi.waitFor(async () => expect((await fetched(id)).status).toBe('STOPPED'), seconds(20));
});

it('ten outputs; a composer that dies is followed by another, which publishes the same ones', async () => {
	const roomId = await newRoom();
	const client = await ann(roomId);
	const outputs = [
		{ url: 'rtmp://roomcast.invalid/live', streamKey: SECRET },
		...Array.from({ length: 9 }, (_, index) => ({ url: url(strict), streamKey: `good-again-${index}` })),
	];
	const started = await server.post('/v2/livestreams/start', { roomId, outputs, config: low });
	expect(started.status).toBe(200);
	const id = started.headers.get('x-livestream-id') ?? '';
	const all = (status: string) => ['FAILED', ...Array(9).fill(status)];
	await vi.waitFor(async () => expect(await statuses(id)).toEqual(all('PUBLISHING')), seconds(10));
	expect((await fetched(id)).outputs[0].reason).toContain('there is no host roomcast.invalid');
	// Its files are no measure: those of one second have one name.
	const published = () => asked.filter((body) => body.includes('name=good-again-')).length;
	expect(published()).toBe(9);
	const door = Promise.withResolvers<void>();
	doorOpens = door.promise;
	for (const pid of await childrenOf(process.pid, 'packages/composer/')) process.kill(pid, 'SIGKILL');
	await vi
		.waitFor(async () => {
			const { outputs } = await fetched(id);
			expect(outputs.map(({ status }: { status: string }) => status)).toEqual(all('RECONNECTING'));
			expect(outputs[1].reason).toBe('the composer died');
		}, seconds(30))
		.finally(door.resolve);
	await vi.waitFor(async () => expect(await statuses(id)).toEqual(all('PUBLISHING')), seconds(10));
	expect(published()).toBe(18);
	expect((await fetched(id)).status).toBe('STARTED');
	const more = { url: url(second), streamKey: 'the-tenth' };
	expect(await server.post(`/v2/livestreams/${id}/outputs`, more)).toMatchObject({ status: 200 });
	const tooMany = await server.post(`/v2/livestreams/${id}/outputs`, { ...more, streamKey: 'the-eleventh' });
	expect(tooMany).toMatchObject({ status: 400, body: { code: 4015 } });
	expect(tooMany.body.message).toContain('has 10 outputs already');
	await client.request('leave', {});
	await vi.waitFor(async () => expect((await fetched(id)).status).toBe('STOPPED'), seconds(20));
});
