import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ENDPOINTS } from '@roomcast/contract';
import { ApiError, Roomcast, verifyWebhook, WebhookError } from '@roomcast/server-sdk';
import { RtmpServer } from '@roomcast/testing/media/RtmpServer';
import { Receiver } from '@roomcast/testing/net/Receiver';
import { removeFolder } from '@roomcast/testing/removeFolder';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { METHODS } from '../../server-sdk/generate/methods.ts';
import { S3Server } from './support/S3Server.ts';
import { SignallingClient } from './support/SignallingClient.ts';
import { TestServer } from './support/TestServer.ts';

vi.setConfig({ testTimeout: 120_000 });

let server: TestServer;
let receiver: Receiver;
let client: Roomcast;
/** `METHOD /path` of each request that was answered without an error. */
const answered: string[] = [];
beforeAll(async () => {
	receiver = await Receiver.create();
	server = await TestServer.create({ ROOMCAST_ALLOW_PRIVATE_TARGETS: 'true' });
	const { id: apiKey, secret } = server.key;
	const recording: typeof fetch = async (input, init) => {
		const response = await fetch(input, init);
		if (response.ok) answered.push(`${init?.method} ${new URL(`${input}`).pathname}`);
		return response;
	};
	client = new Roomcast({ url: `${server.url}/`, apiKey, secret, fetch: recording });
});
afterAll(async () => {
	await server.close();
	await receiver.close();
});

const low = { quality: 'low' } as const;
const soon = { timeout: 30_000, interval: 50 };

/** All rows of a list. */
async function rowsOf<Row>(list: AsyncIterable<Row>): Promise<Row[]> {
	const rows: Row[] = [];
	for await (const row of list) rows.push(row);
	return rows;
}

/** A room with Ann in it. */
async function call() {
	const { roomId } = await client.rooms.create({ webhook: { endPoint: receiver.url, events: ['*'] } });
	const { client: ann, joined } = await server.joinSilently(roomId, 'ann');
	return { roomId, sessionId: joined.sessionId, ann };
}

it('makes, finds and deactivates rooms', async () => {
	const room = await client.rooms.create({ customRoomId: 'monday standup' });
	expect(await client.rooms.get('monday standup')).toEqual(room);
	expect(await client.rooms.validate(room.roomId)).toEqual(room);
	expect((await client.rooms.list({ query: 'monday standup' })).data).toEqual([room]);
	expect(await client.rooms.captures(room.roomId)).toEqual({ captures: [] });
	expect(await client.rooms.deactivate({ roomId: room.roomId })).toMatchObject({ disabled: true });
	expect(await client.operations.health()).toEqual({ status: 'ok' });
	expect(await client.operations.readiness()).toMatchObject({ ready: true });
});

it('lists every row over all pages, once', async () => {
	const made: string[] = [];
	for (let count = 0; count < 5; count++) made.push((await client.rooms.create()).roomId);
	const listed: string[] = [];
	for await (const { roomId } of client.rooms.listAll({ perPage: 2 })) {
		listed.push(roomId);
		// One that comes in between moves the others to later pages.
		if (listed.length === 2) await client.rooms.create();
	}
	expect(new Set(listed).size).toBe(listed.length);
	expect(listed.filter((roomId) => made.includes(roomId))).toEqual(made.toReversed());
});

it('names what is wrong: code, field, status, request', async () => {
	const wrong = client.rooms.create({ webhook: { endPoint: 'ftp://example.com', events: [] } });
	const error = await wrong.catch((thrown: unknown) => thrown);
	expect(error).toBeInstanceOf(ApiError);
	expect(error).toMatchObject({ code: 'VALIDATION_FAILED', number: 6000, status: 400, field: 'webhook.endPoint' });
	expect((error as ApiError).requestId).toMatch(/./);
	// @ts-expect-error: it needs a room
	const missing = client.recordings.start({});
	await expect(missing).rejects.toMatchObject({ code: 'VALIDATION_FAILED', field: 'roomId' });
	await expect(client.rooms.list({ page: 0 })).rejects.toMatchObject({ field: 'page' });
	await expect(client.rooms.get('nowhere')).rejects.toMatchObject({ code: 'INVALID_MEETING_ID', status: 404 });
	const stranger = new Roomcast({ url: server.url, apiKey: server.key.id, secret: 'another' });
	await expect(stranger.rooms.list()).rejects.toMatchObject({ code: 'INVALID_TOKEN', status: 401 });
});

it('looks after sessions, participants and guests', async () => {
	const { roomId, sessionId, ann } = await call();
	expect((await client.sessions.list({ roomId })).data).toMatchObject([{ id: sessionId, status: 'ongoing' }]);
	expect(await client.sessions.get(sessionId)).toMatchObject({ roomId });
	expect(await client.sessions.stats(sessionId)).toMatchObject({ sessionId });
	expect((await client.participants.list(sessionId)).data.participants).toHaveLength(1);
	expect((await client.participants.listActive(sessionId)).data[0]?.participants).toHaveLength(1);
	for (const rows of [client.participants.listAll(sessionId), client.participants.listActiveAll(sessionId)])
		expect(await rowsOf(rows)).toMatchObject([{ participantId: 'ann' }]);
	expect(await client.participants.get(sessionId, 'ann')).toMatchObject({ participantId: 'ann' });
	expect(await client.participants.stats(sessionId, 'ann')).toMatchObject({ participantId: 'ann' });

	const guest = await SignallingClient.open(server.url);
	const token = await client.createToken({ permissions: ['ask_join'], roomId });
	await guest.request('ask-entry', { token, roomId, participantId: 'gus', name: 'Gus' });
	expect((await client.waitingRoom.list(sessionId)).data).toMatchObject([{ participantId: 'gus' }]);
	expect(await client.waitingRoom.answer(sessionId, 'gus', { decision: 'denied' })).toMatchObject({
		decision: 'denied',
	});
	guest.close();

	await client.participants.remove({ sessionId, participantId: 'ann' });
	const again = await call();
	expect(await client.sessions.end({ roomId: again.roomId })).toMatchObject({ status: 'ended' });
	ann.close();
	again.ann.close();
});

it('records meetings, participants and tracks', async () => {
	const { roomId, ann } = await call();
	const { recordings, participantRecordings, trackRecordings } = client;
	const person = { roomId, participantId: 'ann' };
	const kinds = [
		[recordings, await recordings.start({ roomId, config: low }), () => recordings.end({ roomId })],
		[participantRecordings, await participantRecordings.start(person), () => participantRecordings.end(person)],
		[
			trackRecordings,
			await trackRecordings.start({ ...person, kind: 'audio' }),
			() => trackRecordings.end({ ...person, kind: 'audio' }),
		],
	] as const;
	for (const [group, { id, message }, end] of kinds) {
		expect(message).toMatch(/started successfully/);
		expect(await group.get(id)).toMatchObject({ id, roomId });
		expect((await group.list({ roomId })).data).toMatchObject([{ id }]);
		expect(await rowsOf<{ id: string }>(group.listAll({ roomId }))).toMatchObject([{ id }]);
		await end();
		await vi.waitFor(async () => expect((await group.get(id)).status).toMatch(/STOPPED|FAILED/), soon);
		expect(await group.delete(id)).toMatch(/deleted/);
		await expect(group.get(id)).rejects.toMatchObject({ code: 'RECORDING_NOT_FOUND' });
	}
	ann.close();
});

it('streams to RTMP servers, and by HLS', async () => {
	const folder = await mkdtemp(join(tmpdir(), 'roomcast-sdk-'));
	const rtmp = await RtmpServer.create(join(folder, 'rtmp'));
	const { roomId, ann } = await call();
	try {
		const { livestreams, hls } = client;
		const { id } = await livestreams.start({ roomId, outputs: [{ url: rtmp.url, streamKey: 'one' }], config: low });
		expect(await livestreams.get(id)).toMatchObject({ id, outputs: [{ url: rtmp.url }] });
		expect(await rowsOf(livestreams.listAll({ roomId }))).toMatchObject([{ id }]);
		const more = await livestreams.addOutput(id, { url: rtmp.url, streamKey: 'two' });
		await livestreams.removeOutput(id, more.id);
		await livestreams.end({ roomId });

		const stream = await hls.start({ roomId, config: { ...low, recording: { enabled: true } } });
		await vi.waitFor(async () => expect(await hls.capture({ roomId })).toMatchObject({ roomId }), soon);
		expect((await hls.getActive(roomId)).data.id).toBe(stream.id);
		expect(await rowsOf(hls.listAll({ roomId }))).toMatchObject([{ id: stream.id }]);
		await hls.end({ roomId });
		await vi.waitFor(async () => expect((await hls.get(stream.id)).status).toBe('STOPPED'), soon);
		expect(await hls.delete(stream.id)).toMatch(/deleted/);
	} finally {
		ann.close();
		await rtmp.kill();
		await removeFolder(folder);
	}
});

it('sets the bucket of its key', async () => {
	const s3 = await S3Server.create();
	try {
		const { type, ...settings } = s3.settings;
		expect(type).toBe('s3');
		expect(await client.storage.set({ type: 's3', ...settings })).toMatchObject({ bucket: s3.bucket });
		expect(await client.storage.get()).toMatchObject({ bucket: s3.bucket });
		expect(await client.storage.delete()).toHaveProperty('message');
		await expect(client.storage.get()).rejects.toMatchObject({ code: 'STORAGE_NOT_SET' });
	} finally {
		await s3.close();
	}
});

it('verifies what the server sends, and nothing else', async () => {
	const { roomId, ann } = await call();
	const joined = await vi.waitFor(() => {
		const found = receiver.about({ roomId }).find(({ event }) => event === 'participant-joined');
		if (found === undefined) throw new Error('no webhook came');
		return found;
	}, soon);
	const { secret } = await client.webhooks.getSecret();
	const { body, headers } = joined;
	const message = await verifyWebhook({ body, headers, secret });
	expect(message).toMatchObject({ webhookType: 'participant-joined', data: { roomId }, id: joined.id });
	expect(await verifyWebhook({ body: Buffer.from(body), headers: new Headers(headers as never), secret })).toEqual(
		message,
	);
	const rotated = await client.webhooks.rotateSecret();
	await expect(verifyWebhook({ body, headers, secret: rotated.secret })).rejects.toThrow(WebhookError);
	expect(await verifyWebhook({ body, headers, secret: [rotated.secret, secret] })).toEqual(message);
	await expect(verifyWebhook({ body: `${body} `, headers, secret })).rejects.toThrow(WebhookError);
	const old = { ...headers, 'webhook-timestamp': '1700000000' };
	await expect(verifyWebhook({ body, headers: old, secret })).rejects.toThrow('differs by more than 300 s');
	const { 'webhook-signature': _, ...unsigned } = headers;
	await expect(verifyWebhook({ body, headers: unsigned, secret })).rejects.toThrow('`webhook-signature` is missing');

	const { webhooks } = client;
	expect((await webhooks.listDeliveries({ event: 'participant-joined' })).data).toContainEqual(
		expect.objectContaining({ id: joined.id }),
	);
	expect(await webhooks.getDelivery(joined.id)).toMatchObject({ id: joined.id });
	expect(await webhooks.replay(joined.id)).toMatchObject({ id: joined.id });
	expect((await webhooks.getPublicKey()).publicKey).toContain('PUBLIC KEY');
	ann.close();
});

it('has a method for every endpoint, and each was called', () => {
	const missing = Object.entries(METHODS).filter(([id, name]) => {
		if (typeof name !== 'string') return false;
		const { method, path } = ENDPOINTS[id as keyof typeof ENDPOINTS];
		const pattern = new RegExp(`^${method} ${path.replaceAll(/:\w+/g, '[^/]+')}$`);
		return !answered.some((request) => pattern.test(request));
	});
	expect(missing.map(([, name]) => name)).toEqual([]);
});
