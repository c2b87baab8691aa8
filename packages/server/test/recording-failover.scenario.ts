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

describe.runIf(shared)('a recording on a node', () => {
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

	/** Records a room on a node of its own. */
	async function record() {
		const dataDir = await mkdtemp(join(tmpdir(), 'roomcast-test-'));
		onTestFinished(() => removeFolder(dataDir));
		const start = () => cluster.process({ ROOMCAST_DATA_DIR: dataDir });
		const { server, url } = await start();
		const { roomId } = await one.room({ webhook: { endPoint: receiver.url, events: ['recording-*'] } });
		const token = await one.token();
		const enter = async (at: string) => {
			const join = { token, roomId, participantId: 'ann', mode: 'SIGNALLING_ONLY' as const };
			const { client, joined } = await SignallingClient.join(at, join);
			onTestFinished(() => client.close());
			return { client, joined };
		};
		await enter(url);
		const startedAt = performance.now();
		const id = await startRecording(one, { roomId, config: SOUND });
		const partsThere = () => readdir(join(dataDir, 'captures', id)).catch(() => []);
		await sleep(3000);
		return { roomId, id, server, start, partsThere, enter, startedAt };
	}

	const isStarted = async (id: string) =>
		expect((await one.call(`/v2/recordings/${id}`)).body).toMatchObject({ status: 'STARTED' });
	const continuesHere = (id: string) =>
		until('it is written here', async () => {
			const names = await readdir(join(one.dataDir, 'captures', id)).catch(() => []);
			return names.some((name) => name.startsWith(`${id}-2`));
		});

	/** Ends it: one file, as long as the recording was, and nothing was told twice. */
	async function endsWhole({ roomId, id, startedAt }: { roomId: string; id: string; startedAt: number }) {
		const lasted = (performance.now() - startedAt) / 1000;
		expect((await one.post('/v2/recordings/end', { roomId })).status).toBe(200);
		const recording = await inState(one, id, 'STOPPED');
		const folder = await mkdtemp(join(tmpdir(), 'roomcast-test-'));
		onTestFinished(() => removeFolder(folder));
		const seconds = Number((await probe(await fetchFile(recording, folder))).format.duration);
		expect(seconds).toBeGreaterThan(lasted - 1);
		expect(seconds).toBeLessThan(lasted + 1);
		const told = () => [...new Set(receiver.eventsAbout({ id }))];
		const all = ['recording-starting', 'recording-started', 'recording-stopping', 'recording-stopped'];
		await vi.waitFor(() => expect(told()).toEqual(all), 10_000);
	}

	it('that is killed continues on the node that takes the session, and is one file when the other one is back', async () => {
		const recorded = await record();
		const { id, server, start, partsThere, enter } = recorded;
		await server.kill('SIGKILL');
		const { client, joined } = await enter(one.url);
		// Whoever comes back sooner hears of it.
		if (joined.captures.length === 0)
			await client.notification('capture-state-changed', ({ status }) => status === 'STARTED');
		// It did not end for anybody.
		await isStarted(id);
		await continuesHere(id);
		expect(await partsThere()).not.toEqual([]);
		// The node that comes back leaves it where it is, and gives what it has.
		await start();
		await until('the other node has given its part', async () => (await partsThere()).length === 0);
		await isStarted(id);
		await endsWhole(recorded);
	});

	it('that is stopped in order continues on another, which has all of it before the first one ends', async () => {
		const recorded = await record();
		const { id, server, partsThere, enter } = recorded;
		const stopped = server.kill('SIGTERM');
		await enter(one.url);
		await continuesHere(id);
		expect(await stopped).toMatchObject({ code: 0 });
		expect(await partsThere()).toEqual([]);
		await isStarted(id);
		await sleep(1000);
		await endsWhole(recorded);
	});
});
