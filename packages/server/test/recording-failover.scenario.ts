import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { probe } from '@roomcast/testing/media/ffmpeg';
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

describe.runIf(shared)('a recording whose node is killed', () => {
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

	/** Records for some seconds on a node of its own, which is killed. */
	async function recordAndKill() {
		const dataDir = await mkdtemp(join(tmpdir(), 'roomcast-test-'));
		onTestFinished(() => removeFolder(dataDir));
		const start = () => cluster.process({ ROOMCAST_DATA_DIR: dataDir });
		const { server, url } = await start();
		const { roomId } = await one.room({ webhook: { endPoint: receiver.url, events: ['recording-*'] } });
		const token = await one.token();
		const join_ = (at: string) =>
			SignallingClient.join(at, { token, roomId, participantId: 'ann', mode: 'SIGNALLING_ONLY' });
		await join_(url);
		const startedAt = performance.now();
		const id = await startRecording(one, { roomId, config: SOUND });
		const parts = () => readdir(join(dataDir, 'captures', id)).catch(() => []);
		await sleep(3000);
		await server.kill('SIGKILL');
		const { client, joined } = await join_(one.url);
		return { roomId, id, start, parts, client, joined, startedAt };
	}

	it('continues on the node that takes the session, and is one file when the other one is back', async () => {
		const { roomId, id, start, parts, client, joined, startedAt } = await recordAndKill();
		// Whoever comes back sooner hears of it.
		if (joined.captures.length === 0)
			await client.notification('capture-state-changed', ({ status }) => status === 'STARTED');
		// It did not end for anybody.
		expect((await one.call(`/v2/recordings/${id}`)).body).toMatchObject({ status: 'STARTED' });
		await until(
			'it is written here',
			async () => (await readdir(join(one.dataDir, 'captures', id)).catch(() => [])).length > 0,
		);
		// A node that comes back leaves it where it is.
		await start();
		await sleep(3000);
		expect((await one.call(`/v2/recordings/${id}`)).body).toMatchObject({ status: 'STARTED' });
		const ended = performance.now();
		expect((await one.post('/v2/recordings/end', { roomId })).status).toBe(200);
		const recording = await inState(one, id, 'STOPPED');
		const folder = await mkdtemp(join(tmpdir(), 'roomcast-test-'));
		onTestFinished(() => removeFolder(folder));
		const seconds = Number((await probe(await fetchFile(recording, folder))).format.duration);
		expect(seconds).toBeGreaterThan((ended - startedAt) / 1000 - 1);
		expect(seconds).toBeLessThan((ended - startedAt) / 1000 + 1);
		const told = () => [...new Set(receiver.eventsAbout({ id }))];
		const all = ['recording-starting', 'recording-started', 'recording-stopping', 'recording-stopped'];
		await vi.waitFor(() => expect(told()).toEqual(all), 10_000);
		await until('the other node has forgotten it', async () => (await parts()).length === 0);
		client.close();
	});
});
