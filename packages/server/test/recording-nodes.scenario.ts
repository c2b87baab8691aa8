import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Receiver } from '@roomcast/testing/net/Receiver';
import { removeFolder } from '@roomcast/testing/removeFolder';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import { Database } from '../src/db/Database.ts';
import { mintToken } from '../src/index.ts';
import { newTestKey, testEnvironment } from './support/environment.ts';
import { ServerProcess } from './support/ServerProcess.ts';
import { SignallingClient } from './support/SignallingClient.ts';
import { createTestDatabase } from './support/testDatabase.ts';

vi.setConfig({ testTimeout: 120_000 });

/** ms that a node takes to see that another one is dead, and some more. */
const DEAD = 40_000;
const MINUTE = 60_000;

let receiver: Receiver;
beforeAll(async () => {
	receiver = await Receiver.create();
});
afterAll(() => receiver.close());

/** One database, and nodes that are started on it one after the other. */
async function cluster() {
	const database = await createTestDatabase();
	const dataDir = await mkdtemp(join(tmpdir(), 'roomcast-test-'));
	const key = newTestKey();
	const environment = {
		...(await testEnvironment(dataDir, database, key)),
		ROOMCAST_ALLOW_PRIVATE_TARGETS: 'true',
		ROOMCAST_LOG_LEVEL: 'fatal',
	};
	const token = await mintToken(key, { permissions: ['allow_join', 'allow_mod'], expiresIn: 3600 });
	const nodeFile = join(dataDir, 'node-id');
	onTestFinished(async () => {
		await database.drop();
		await removeFolder(dataDir);
	});
	return {
		database: () => Database.open({ databaseUrl: database.url, dataDir }, pino({ level: 'silent' })),
		/** @param nodeId of which node; a new one when absent */
		async start(nodeId?: string) {
			if (nodeId === undefined) await rm(nodeFile, { force: true });
			else await writeFile(nodeFile, nodeId);
			const server = new ServerProcess(['start'], environment);
			onTestFinished(server.end);
			const url = await server.ready();
			const call = async (path: string, body?: object) => {
				const response = await fetch(`${url}${path}`, {
					method: body === undefined ? 'GET' : 'POST',
					headers: { authorization: token, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
					...(body === undefined ? {} : { body: JSON.stringify(body) }),
				});
				return { status: response.status, headers: response.headers, body: JSON.parse(await response.text()) };
			};
			const join = (roomId: string) =>
				SignallingClient.join(url, { token, roomId, participantId: 'ann', mode: 'SIGNALLING_ONLY' });
			return { server, call, join, nodeId: await readFile(nodeFile, 'utf8') };
		},
	};
}

type Node = Awaited<ReturnType<Awaited<ReturnType<typeof cluster>>['start']>>;

/** Nobody looks at the pictures. */
const LOW = { quality: 'low' };

/** A node that records a meeting, and is killed. */
async function recordAndDie(node: Node) {
	const { body: room } = await node.call('/v2/rooms', { webhook: { endPoint: receiver.url, events: ['recording-*'] } });
	const roomId: string = room.roomId;
	const { joined } = await node.join(roomId);
	const started = await node.call('/v2/recordings/start', { roomId, config: LOW });
	expect(started.body).toBe('Recording started successfully');
	const id = started.headers.get('x-recording-id') ?? '';
	await node.server.kill('SIGKILL');
	return { roomId, sessionId: joined.sessionId, id };
}

/** Until another node has taken over a session of a dead one. */
async function takenOver(node: Node, sessionId: string): Promise<void> {
	await vi.waitFor(async () => {
		const { body } = await node.call(`/v2/sessions/${sessionId}`);
		expect(body.participants[0].timelog[0].end).not.toBeNull();
	}, DEAD);
}

const webhooks = (id: string) => [...new Set(receiver.eventsAbout({ id }))];

const failed = { status: 'FAILED', error: expect.stringContaining('the server that recorded it is gone') };

it('a session continues at another node: what the dead one recorded has failed, and another can start', async () => {
	const { start } = await cluster();
	const first = await start();
	const { roomId, sessionId, id } = await recordAndDie(first);
	const second = await start();
	expect(second.nodeId).not.toBe(first.nodeId);
	await takenOver(second, sessionId);
	expect((await second.call(`/v2/recordings/${id}`)).body).toMatchObject({ status: 'STARTED' });
	const { client, joined } = await second.join(roomId);
	expect(joined.sessionId).toBe(sessionId);
	await vi.waitFor(async () => expect((await second.call(`/v2/recordings/${id}`)).body).toMatchObject(failed), 20_000);
	await vi.waitFor(
		() => expect(webhooks(id)).toEqual(['recording-starting', 'recording-started', 'recording-failed']),
		10_000,
	);
	const again = await second.call('/v2/recordings/start', { roomId, config: LOW });
	expect(again).toMatchObject({ status: 200 });
	await second.call('/v2/recordings/end', { roomId });
	await client.request('leave', {});
	expect(await second.server.kill('SIGTERM')).toMatchObject({ code: 0 });

	// It comes back: what it has is stored, and nobody is told twice.
	const back = await start(first.nodeId);
	const file = await vi.waitFor(async () => {
		const { body } = await back.call(`/v2/recordings/${id}`);
		expect(body).toMatchObject({ ...failed, file: { fileUrl: expect.any(String) } });
		return body.file;
	}, 30_000);
	const stored = await fetch(file.fileUrl);
	expect((await stored.arrayBuffer()).byteLength).toBe(file.size);
	expect(file.size).toBeGreaterThan(1000);
	expect(webhooks(id)).toEqual(['recording-starting', 'recording-started', 'recording-failed']);
});

it('a session that ended with its node: its recording is abandoned ten minutes later, and its parts are kept', {
	tags: 'long',
}, async () => {
	const { start, database } = await cluster();
	const first = await start();
	const { roomId, sessionId, id } = await recordAndDie(first);
	const second = await start();
	await takenOver(second, sessionId);
	await second.call('/v2/rooms/deactivate', { roomId });
	await vi.waitFor(async () => {
		expect((await second.call(`/v2/sessions/${sessionId}`)).body).toMatchObject({ status: 'ended' });
	}, 10_000);
	const opened = await database();
	onTestFinished(() => opened.close());
	const endedAgo = (minutes: number) =>
		opened.queries
			.updateTable('sessions')
			.set({ end_at: Date.now() - minutes * MINUTE })
			.where('id', '=', sessionId)
			.execute();
	const capture = () =>
		opened.queries.selectFrom('captures').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
	await endedAgo(9.5);
	// It looks every 5 s.
	await new Promise((done) => setTimeout(done, 7000));
	expect(await capture()).toMatchObject({ state: 'STARTED' });
	await endedAgo(10.5);
	await vi.waitFor(async () => expect((await second.call(`/v2/recordings/${id}`)).body).toMatchObject(failed), 20_000);
	await vi.waitFor(() => expect(webhooks(id).at(-1)).toBe('recording-failed'), 10_000);
	const { folder, ended_at: endedAt } = await capture();
	expect(Date.now() - (endedAt ?? 0)).toBeGreaterThan(10 * MINUTE);
	expect((await stat(join(folder, `${id}-1.mp4`))).size).toBeGreaterThan(0);
});
