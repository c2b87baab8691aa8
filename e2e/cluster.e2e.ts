import { NatsServer } from '@roomcast/testing/net/NatsServer';
import { until } from '@roomcast/testing/until';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startPostgres } from '../scripts/test/postgres.mjs';
import { TestBrowser } from './support/browser.ts';
import { Caller } from './support/caller.ts';
import { moves } from './support/moves.ts';
import { timeOfNextFrames } from './support/nextFrames.ts';
import { TestServer } from './support/server.ts';

const closers: (() => Promise<unknown>)[] = [];
let nodes: TestServer[];
let red: TestBrowser;
let blue: TestBrowser;

beforeAll(async () => {
	const [postgres, nats] = await Promise.all([startPostgres(), NatsServer.create()]);
	closers.push(postgres.stop, nats.close);
	const env = { ROOMCAST_DATABASE_URL: postgres.url, ROOMCAST_NATS_URL: nats.url, ROOMCAST_MEDIA_WORKERS: '1' };
	// The first makes the tables.
	const first = await TestServer.start({ env });
	nodes = [first, ...(await Promise.all([TestServer.start({ env }), TestServer.start({ env })]))];
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

it('people at three nodes see each other and chat, and are back in seconds when the node of their session is killed', async () => {
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

	const [atBob, atEve] = await Promise.all([timeOfNextFrames(bob, 'eve'), timeOfNextFrames(eve, 'bob')]);
	const killed = Date.now();
	await one.kill('SIGKILL');
	const gaps = (await Promise.all([atBob(), atEve()])).map((at) => at - killed);
	console.log(`pictures are back ${gaps.map((gap) => `${gap} ms`).join(' and ')} after the node was killed`);
	await Promise.all([moves(bob, 'eve'), moves(eve, 'bob')]);
	const again = (await three.rest('GET /v2/sessions', { query: { roomId } })).data;
	expect(again.map(({ id, status }) => ({ id, status }))).toEqual([{ id: session?.id, status: 'ongoing' }]);
});
