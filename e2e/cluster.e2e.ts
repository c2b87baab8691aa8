import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pictures } from '@roomcast/testing/media/analyse';
import { NatsServer } from '@roomcast/testing/net/NatsServer';
import { freePortRange } from '@roomcast/testing/net/ports';
import { removeFolder } from '@roomcast/testing/removeFolder';
import { until } from '@roomcast/testing/until';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startPostgres } from '../scripts/test/postgres.mjs';
import { TestBrowser } from './support/browser.ts';
import { Caller } from './support/caller.ts';
import { moves } from './support/moves.ts';
import { timeOfNextFrames } from './support/nextFrames.ts';
import { download, startRecording, stopRecording, storedRecording } from './support/recordings.ts';
import { TestServer } from './support/server.ts';

/** Of each node: its own worker, some for the other nodes, some for what crosses between them. */
const MEDIA_PORTS = 12;

const closers: (() => Promise<unknown>)[] = [];
let nodes: TestServer[];
const environments = new Map<TestServer, Record<string, string>>();
let red: TestBrowser;
let blue: TestBrowser;

beforeAll(async () => {
	const [postgres, nats] = await Promise.all([startPostgres(), NatsServer.create()]);
	closers.push(postgres.stop, nats.close);
	const storage = await mkdtemp(join(tmpdir(), 'roomcast-e2e-'));
	closers.push(() => removeFolder(storage));
	const start = async (region: string) => {
		const port = await freePortRange(MEDIA_PORTS);
		const env = {
			ROOMCAST_DATABASE_URL: postgres.url,
			ROOMCAST_NATS_URL: nats.url,
			ROOMCAST_STORAGE_URL: `file:${storage}`,
			ROOMCAST_REGION: region,
			ROOMCAST_MEDIA_WORKERS: '1',
			ROOMCAST_MEDIA_PORTS: `${port}-${port + MEDIA_PORTS - 1}`,
			ROOMCAST_MEDIA_INTERNAL_IP: '127.0.0.1',
		};
		const node = await TestServer.start({ env });
		environments.set(node, env);
		return node;
	};
	// The first makes the tables.
	const first = await start('one');
	nodes = [first, ...(await Promise.all([start('two'), start('three')]))];
	for (const node of nodes) closers.unshift(() => node.stop());
	[red, blue] = await Promise.all([TestBrowser.launch({ colour: 'red' }), TestBrowser.launch({ colour: 'blue' })]);
	closers.unshift(
		() => red.close(),
		() => blue.close(),
	);
});
afterAll(async () => {
	for (const close of closers) await close();
});

it('people at three nodes in three regions see each other and chat, and are back in seconds when the node of their session is killed, in one recording', async () => {
	const [one, two, three] = nodes as [TestServer, TestServer, TestServer];
	const roomId = await three.room();
	const ann = await Caller.join(red, one, { roomId, participantId: 'ann' });
	const bob = await Caller.join(blue, two, { roomId, participantId: 'bob' });
	// As behind a load balancer: signalling comes back to whichever node is there.
	const eve = await Caller.join(blue, three, { roomId, participantId: 'eve' });
	await Promise.all([moves(ann, 'bob'), moves(bob, 'ann'), moves(eve, 'ann')]);
	const { r, b } = await bob.colour('ann');
	expect(r).toBeGreaterThan(b + 60);
	await bob.run(
		"meeting.pubSub.subscribe('chat', { onMessageReceived: ({ message }) => { window.heard = message; } })",
	);
	await eve.run("meeting.pubSub.publish('chat', 'hello', { persist: true })");
	await until('bob hears it', async () => (await bob.page.evaluate('window.heard')) === 'hello');
	const [session] = (await two.rest('GET /v2/sessions', { query: { roomId } })).data;

	// Each of them sends to the node that they reached, which has a worker for the session; it is recorded where the session is.
	const served = /^roomcast_media_node_workers\{kind="served"\} 1$/m;
	for (const { url } of [two, three]) expect(await (await fetch(`${url}/metrics`)).text()).toMatch(served);
	const id = await startRecording(two, 'meeting', { roomId, config: { layout: { type: 'GRID' }, quality: 'low' } });
	const recordedAt = performance.now();
	await moves(eve, 'bob', { more: 40 });

	const [atBob, atEve] = await Promise.all([timeOfNextFrames(bob, 'eve'), timeOfNextFrames(eve, 'bob')]);
	const killedAt = performance.now();
	const killed = Date.now();
	await one.kill('SIGKILL');
	const gaps = (await Promise.all([atBob(), atEve()])).map((at) => at - killed);
	console.log(`pictures are back ${gaps.map((gap) => `${gap} ms`).join(' and ')} after the node was killed`);
	await Promise.all([moves(bob, 'eve'), moves(eve, 'bob')]);
	const again = (await three.rest('GET /v2/sessions', { query: { roomId } })).data;
	expect(again.map(({ id, status }) => ({ id, status }))).toEqual([{ id: session?.id, status: 'ongoing' }]);

	// The recording continued on another node, and is one file once the first one is back.
	const back = await TestServer.start({ after: one, env: environments.get(one) ?? {} });
	closers.unshift(() => back.stop());
	await Promise.all([moves(ann, 'bob'), moves(bob, 'ann', { more: 40 })]);
	await stopRecording(three, 'meeting', { roomId });
	const seconds = (performance.now() - recordedAt) / 1000;
	const { file } = await storedRecording(back, 'meeting', id);
	// Starting and ending it takes a moment.
	expect(Math.abs(file.meta.duration - seconds)).toBeLessThan(4);
	const path = await download(three, file.fileUrl, 'three-nodes.mp4');
	const pictures = await Pictures.read(path, { width: 64, height: 36 }, 5);
	const shows = Array.from({ length: pictures.count }, (_, frame) => {
		const tiles = [0.25, 0.5, 0.75].flatMap((x) => [0.25, 0.75].map((y) => pictures.at(frame, x, y)));
		const red = tiles.filter(([r = 0, , b = 0]) => r > b + 60).length;
		const blue = tiles.filter(([r = 0, , b = 0]) => b > r + 60).length;
		return red > 0 && blue > red;
	});
	// All three, before the kill and at the end.
	const kill = Math.floor(((killedAt - recordedAt) / 1000) * 5);
	expect([shows.slice(0, kill).includes(true), shows.slice(-15).includes(true)]).toEqual([true, true]);
});
