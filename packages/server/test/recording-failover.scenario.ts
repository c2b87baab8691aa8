import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join as pathOf } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { probe } from '@roomcast/testing/media/ffmpeg';
import { RtmpServer } from '@roomcast/testing/media/RtmpServer';
import { Receiver } from '@roomcast/testing/net/Receiver';
import { removeFolder } from '@roomcast/testing/removeFolder';
import { until } from '@roomcast/testing/until';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { TestCluster } from './support/cluster/TestCluster.ts';
import { fetchFile, inState, startRecording } from './support/recorded.ts';
import { SignallingClient } from './support/SignallingClient.ts';
import type { TestServer } from './support/TestServer.ts';

vi.setConfig({ testTimeout: 120_000 });

const shared = process.env.ROOMCAST_TEST_DATABASE === 'postgres';
/** What becomes of the parts has nothing to do with what is in them. */
const SOUND = { mode: 'audio' };
/** Nobody looks at the pictures. */
const LOW = { quality: 'low' };

describe.runIf(shared)('a recording or livestream on a node', () => {
	let cluster: TestCluster;
	let one: TestServer;
	let receiver: Receiver;
	beforeAll(async () => {
		receiver = await Receiver.create();
		cluster = await TestCluster.create({ ROOMCAST_ALLOW_PRIVATE_TARGETS: 'true' });
		one = cluster.first;
	});
	afterAll(async () => {
		await cluster.close();
		await receiver.close();
	});

	/** A node of its own, and a room with webhooks. */
	async function nodeWithRoom() {
		const dataDir = await mkdtemp(pathOf(tmpdir(), 'roomcast-test-'));
		onTestFinished(() => removeFolder(dataDir));
		const start = () => cluster.process({ ROOMCAST_DATA_DIR: dataDir });
		const { server, url } = await start();
		const { roomId } = await one.room({ webhook: { endPoint: receiver.url, events: ['recording-*'] } });
		const token = await one.token();
		/** Comes to one of the nodes. */
		const join = async (at: string, participantId: string) => {
			const who = { token, roomId, participantId, mode: 'SIGNALLING_ONLY' as const };
			const { client, joined } = await SignallingClient.join(at, who);
			onTestFinished(() => client.close());
			return { client, joined };
		};
		/** Comes back as clients do: one that is sent away with 1012 tries again. */
		const comeBack = (participantId: string) => until(`${participantId} is back`, () => join(one.url, participantId));
		return { dataDir, server, start, roomId, comeBack, enter: (participantId: string) => join(url, participantId) };
	}

	/** Records a room on a node of its own. */
	async function record() {
		const { dataDir, server, start, roomId, comeBack, enter } = await nodeWithRoom();
		await enter('ann');
		const id = await startRecording(one, { roomId, config: SOUND });
		const startedAt = performance.now();
		const partsThere = () => readdir(pathOf(dataDir, 'captures', id)).catch(() => []);
		await sleep(3000);
		return { roomId, id, server, start, partsThere, comeBack, startedAt };
	}

	const isStarted = async (id: string) =>
		expect((await one.call(`/v2/recordings/${id}`)).body).toMatchObject({ status: 'STARTED' });
	const continuesHere = (id: string) =>
		until('it is written here', async () => {
			const names = await readdir(pathOf(one.dataDir, 'captures', id)).catch(() => []);
			return names.some((name) => name.startsWith(`${id}-2`));
		});

	/** Ends it: one file, as long as the recording was, and nothing was told twice. */
	async function endsWhole({ roomId, id, startedAt }: { roomId: string; id: string; startedAt: number }) {
		const lasted = (performance.now() - startedAt) / 1000;
		expect((await one.post('/v2/recordings/end', { roomId })).status).toBe(200);
		const recording = await inState(one, id, 'STOPPED');
		const folder = await mkdtemp(pathOf(tmpdir(), 'roomcast-test-'));
		onTestFinished(() => removeFolder(folder));
		const seconds = Number((await probe(await fetchFile(recording, folder))).format.duration);
		expect(seconds).toBeGreaterThan(lasted - 1);
		// Starting and ending it takes a moment.
		expect(seconds).toBeLessThan(lasted + 3);
		const told = () => [...new Set(receiver.eventsAbout({ id }))];
		const all = ['recording-starting', 'recording-started', 'recording-stopping', 'recording-stopped'];
		await vi.waitFor(() => expect(told()).toEqual(all), 10_000);
	}

	it('that is killed continues on the node that takes the session, and is one file when the other one is back', async () => {
		const recorded = await record();
		const { id, server, start, partsThere, comeBack } = recorded;
		await server.kill('SIGKILL');
		const { client, joined } = await comeBack('ann');
		// Whoever comes back sooner hears of it.
		if (joined.captures.length === 0)
			await client.notification('capture-state-changed', ({ status }) => status === 'STARTED');
		// It did not end for anybody.
		await isStarted(id);
		await continuesHere(id);
		expect(await partsThere()).not.toEqual([]);
		// The node that comes back leaves it where it is, and gives what it has.
		const back = await start();
		await until('the other node has given its part', async () => (await partsThere()).length === 0);
		await isStarted(id);
		await endsWhole(recorded);
		// Others would go there in the next test.
		await back.server.kill('SIGTERM');
	});

	it('that is stopped in order continues on another, which has all of it before the first one ends', async () => {
		const recorded = await record();
		const { id, server, partsThere, comeBack } = recorded;
		const stopped = server.kill('SIGTERM');
		await comeBack('ann');
		await continuesHere(id);
		expect(await stopped).toMatchObject({ code: 0 });
		expect(await partsThere()).toEqual([]);
		await isStarted(id);
		await sleep(1000);
		await endsWhole(recorded);
	});

	it('of somebody who comes back after others waits for them', async () => {
		const { server, roomId, enter, comeBack } = await nodeWithRoom();
		await enter('ann');
		await enter('bob');
		const { body } = await one.post('/v2/recordings/participant/start', { roomId, participantId: 'bob' });
		expect(body).toBe('participant recording started successfully.');
		const states = async () =>
			(await one.call(`/v2/recordings/participant?roomId=${roomId}`)).body.data.map(
				(each: { status: string }) => each.status,
			);
		await server.kill('SIGKILL');
		await comeBack('ann');
		await sleep(1500);
		expect(await states()).toEqual(['STARTING']);
		await comeBack('bob');
		await until('it is written here', async () => (await readdir(pathOf(one.dataDir, 'captures'))).length > 0);
		expect(await states()).toEqual(['STARTING']);
	});

	it('a livestream goes with its session when its node is stopped', async () => {
		const { server, roomId, enter, comeBack } = await nodeWithRoom();
		const folder = await mkdtemp(pathOf(tmpdir(), 'roomcast-test-'));
		const rtmp = await RtmpServer.create(folder);
		onTestFinished(async () => {
			await rtmp.kill();
			await removeFolder(folder);
		});
		await enter('ann');
		const outputs = [{ url: rtmp.url, streamKey: 'key' }];
		expect(await one.post('/v2/livestreams/start', { roomId, outputs, config: LOW })).toMatchObject({ status: 200 });
		const stopped = server.kill('SIGTERM');
		await comeBack('ann');
		expect(await stopped).toMatchObject({ code: 0 });
		const [{ id }] = (await one.call(`/v2/livestreams?roomId=${roomId}`)).body.data;
		await until('it is published again', async () => {
			const { body } = await one.call(`/v2/livestreams/${id}`);
			expect(body).toMatchObject({ status: 'STARTED' });
			return body.outputs[0].status === 'PUBLISHING';
		});
		expect(await one.post('/v2/livestreams/end', { roomId })).toMatchObject({ status: 200 });
	});

	it('a session that HLS keeps on a node that stops is open to those who come', async () => {
		const { server, roomId, enter, comeBack } = await nodeWithRoom();
		const ann = await enter('ann');
		expect(await one.post('/v2/hls/start', { roomId, config: LOW })).toMatchObject({ status: 200 });
		const stopped = server.kill('SIGTERM');
		const bob = await comeBack('bob');
		expect(bob.joined.sessionId).toBe(ann.joined.sessionId);
		expect(await one.post('/v2/hls/end', { roomId })).toMatchObject({ status: 200 });
		// Now it goes.
		expect(await ann.client.closed).toMatchObject({ code: 1012 });
		expect(await stopped).toMatchObject({ code: 0 });
	});
});
