import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CreateRoomBody } from '@roomcast/contract';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { startRecording } from './support/recorded.ts';
import { TestServer } from './support/TestServer.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

/** `error` of pino (https://getpino.io, levels). */
const ERROR = 50;

interface Line {
	readonly level: number;
	readonly msg: string;
}

const log: Line[] = [];
const sink = { write: (text: string) => void log.push(JSON.parse(text)) };
const errors = () => log.filter(({ level }) => level >= ERROR);
const said = (msg: string) => log.find((line) => line.msg.includes(msg));

let refusing: Server;
let refusingUrl: string;
let server: TestServer;
beforeAll(async () => {
	refusing = createServer((_request, response) => response.writeHead(403).end('no'));
	await new Promise<void>((resolve) => refusing.listen(0, '127.0.0.1', resolve));
	refusingUrl = `http://127.0.0.1:${(refusing.address() as AddressInfo).port}`;
	server = await TestServer.create({ ROOMCAST_ALLOW_PRIVATE_TARGETS: 'true', ROOMCAST_LOG_LEVEL: 'info' }, sink);
});
afterAll(async () => {
	await server.close();
	refusing.close();
});
beforeEach(() => void log.splice(0));

async function enter(at: TestServer, settings: CreateRoomBody = {}) {
	const { roomId } = await at.room(settings);
	const { client } = await at.joinSilently(roomId, 'ann');
	return { roomId: roomId as string, client };
}

it('an RTMP server that is not there or refuses is no error of the server', async () => {
	const { roomId, client } = await enter(server);
	for (const url of ['rtmp://nowhere.invalid/live', `${refusingUrl.replace('http', 'rtmp')}/live`]) {
		const outputs = [{ url, streamKey: 'key' }];
		const answer = await server.post('/v2/livestreams/start', { roomId, outputs, config: { quality: 'low' } });
		expect(answer, url).toMatchObject({ status: 400, body: { code: 4015 } });
	}
	expect(said('capture failed')).toMatchObject({ level: 30, blame: 'caller' });
	expect(errors()).toEqual([]);
	await client.request('leave', {});
});

it('a full disk is a warning to the operator', async () => {
	const full = await TestServer.create({ ROOMCAST_MIN_FREE_DISK: '1000T', ROOMCAST_LOG_LEVEL: 'info' }, sink);
	try {
		const { roomId, client } = await enter(full);
		expect(await full.post('/v2/recordings/start', { roomId })).toMatchObject({ status: 409, body: { code: 4011 } });
		expect(said('capture failed')).toMatchObject({ level: 40, blame: 'operator' });
		await client.request('leave', {});
	} finally {
		await full.close();
	}
	expect(errors()).toEqual([]);
});

it('a participant who sends nothing is no error', async () => {
	const { roomId, client } = await enter(server);
	const body = { roomId, participantId: 'ann' };
	expect((await server.post('/v2/recordings/participant/start', body)).status).toBe(200);
	expect((await server.post('/v2/recordings/participant/stop', body)).status).toBe(200);
	await client.request('leave', {});
	await vi.waitFor(
		async () => {
			const { data } = (await server.call(`/v2/recordings/participant?roomId=${roomId}`)).body;
			expect(data).toMatchObject([{ status: 'FAILED' }]);
		},
		{ timeout: 60_000, interval: 200 },
	);
	expect(errors()).toEqual([]);
});

it('a webhook endpoint and an upload target that refuse are no errors', async () => {
	const { roomId, client } = await enter(server, { webhook: { endPoint: refusingUrl, events: ['*'] } });
	await startRecording(server, { roomId, config: { quality: 'low' }, preSignedUrl: `${refusingUrl}/upload` });
	expect((await server.post('/v2/recordings/end', { roomId })).status).toBe(200);
	await vi.waitFor(() => expect(said('a file could not be stored')).toMatchObject({ level: 40 }), {
		timeout: 60_000,
		interval: 200,
	});
	expect(errors()).toEqual([]);
	await client.request('leave', {});
});
