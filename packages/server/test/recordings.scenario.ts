import { Receiver } from '@roomcast/testing/net/Receiver';
import { childrenOf } from '@roomcast/testing/processes/processes';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { TestServer } from './support/TestServer.ts';

let server: TestServer;
let receiver: Receiver;
beforeAll(async () => {
	receiver = await Receiver.create();
	server = await TestServer.create({ ROOMCAST_ALLOW_PRIVATE_TARGETS: 'true' });
});
afterAll(async () => {
	await server.close();
	await receiver.close();
});

async function newRoom(): Promise<string> {
	return (await server.room({ webhook: { endPoint: receiver.url, events: ['*'] } })).roomId;
}

const ann = async (roomId: string) => (await server.joinSilently(roomId, 'ann')).client;

const composers = () => childrenOf(process.pid, 'packages/composer/');

const events = (roomId: string) => receiver.eventsAbout({ roomId }).filter((name) => name.includes('recording'));

const track = { participantId: 'ann', kind: 'audio' };

it('somebody about to join can ask what is recorded, with a token of the room', async () => {
	const roomId = await newRoom();
	const path = `/v2/rooms/${roomId}/captures`;
	const nothing = { status: 200, body: { captures: [] } };
	expect(await server.call(path)).toMatchObject(nothing);
	const guest = await server.token({ permissions: ['ask_join'] });
	expect(await server.call(path, { token: guest })).toMatchObject(nothing);
	const other = await server.token({ roomId: await newRoom() });
	expect(await server.call(path, { token: other })).toMatchObject({ status: 403, body: { code: 4022 } });
	expect((await server.call(path, { token: 'none' })).status).toBe(401);
	expect(await server.call('/v2/rooms/none-none-none/captures')).toMatchObject({
		status: 404,
		body: { code: 4003 },
	});
});

it('what cannot be recorded is refused with its reason', async () => {
	const roomId = await newRoom();
	expect(await server.post('/v2/recordings/start', { roomId })).toMatchObject({
		status: 409,
		body: { code: 4011, message: expect.stringContaining('no session that runs') },
	});
	const client = await ann(roomId);
	for (const [path, body, status, code, words] of [
		['/start', { roomId, templateUrl: 'http://example.com/' }, 409, 4011, 'template'],
		['/start', { roomId, awsDirPath: '../up' }, 400, 6000, 'awsDirPath'],
		['/end', { roomId }, 409, 4012, 'nothing of that kind'],
		['/participant/start', { roomId, participantId: 'nobody' }, 404, 6006, 'nobody'],
		['/participant/start', { roomId, participantId: 'ann', fileFormat: 'mp3' }, 400, 6000, 'fileFormat'],
		['/participant/track/start', { roomId, participantId: 'ann', kind: 'video' }, 409, 4037, 'sends no video'],
		['/participant/track/start', { roomId, ...track, kind: 'video', fileFormat: 'mp3' }, 400, 6000, 'for sound'],
		['/participant/track/stop', { roomId, ...track }, 409, 4038, 'nothing of that kind'],
	] as const)
		expect(await server.post(`/v2/recordings${path}`, body), path).toMatchObject({
			status,
			body: { code, message: expect.stringContaining(words) },
		});
	expect(await server.call('/v2/recordings/6b0553000000000000000000')).toMatchObject({
		status: 404,
		body: { code: 6040 },
	});
	expect(events(roomId)).toEqual([]);
	await client.request('leave', {});
});

it('one that fails before anything was sent ends, says why, and makes room for the next', async () => {
	const roomId = await newRoom();
	const client = await ann(roomId);
	const start = () => server.post('/v2/recordings/participant/track/start', { roomId, ...track });
	const started = await start();
	expect(started).toMatchObject({ status: 200, body: 'track recording started successfully.' });
	const id = started.headers.get('x-recording-id') ?? '';
	expect(await start()).toMatchObject({ status: 409, body: { code: 4037 } });
	const recording = async () => (await server.call(`/v2/recordings/participant/track/${id}`)).body;
	expect(await recording()).toMatchObject({ status: 'STARTING', start: null, participantId: 'ann', kind: 'audio' });
	// A composer that dies again and again is no accident: it is given up.
	await vi.waitFor(
		async () => {
			for (const pid of await composers()) process.kill(pid, 'SIGKILL');
			expect(await recording()).toMatchObject({ status: 'FAILED', error: expect.stringContaining('died'), files: [] });
		},
		{ timeout: 25_000, interval: 400 },
	);
	const name = 'participant-track-recording';
	await vi.waitFor(() => expect(events(roomId)).toEqual([`${name}-starting`, `${name}-failed`]), { timeout: 5000 });
	expect(await start()).toMatchObject({ status: 200 });
	await client.request('leave', {});
	await vi.waitFor(() => expect(events(roomId).at(-1)).toBe(`${name}-failed`), { timeout: 10_000 });
});
