import { TcpProxy } from '@roomcast/testing/net/TcpProxy';
import { until } from '@roomcast/testing/until';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestBrowser } from './support/browser.ts';
import { Caller } from './support/caller.ts';
import { moves } from './support/moves.ts';
import { timeOfNextFrames } from './support/nextFrames.ts';
import { TestServer } from './support/server.ts';

let server: TestServer;
let red: TestBrowser;
let blue: TestBrowser;

beforeAll(async () => {
	[server, red, blue] = await Promise.all([
		TestServer.start(),
		TestBrowser.launch({ colour: 'red' }),
		TestBrowser.launch({ colour: 'blue' }),
	]);
});
afterAll(async () => {
	await Promise.all([red?.close(), blue?.close()]);
	await server?.stop();
});

/** The number of frames that show that a picture is back: few, because the time until then is measured. */
const THREE = { more: 3 };

// Both wait most of the time.
describe.concurrent('what is cut off', () => {
	afterAll(async () => {
		const pages = [red, blue].flatMap((browser) => browser.context.pages());
		await Promise.all(pages.map((page) => page.close()));
	});

	it('a WebSocket that is cut for 10 s', async () => {
		const proxy = await TcpProxy.create(server.port);
		const roomId = await server.room();
		const ann = await Caller.join(red, server, {
			roomId,
			participantId: 'ann',
			signalingBaseUrl: `http://127.0.0.1:${proxy.port}`,
		});
		const bob = await Caller.join(blue, server, { roomId, participantId: 'bob' });
		await Promise.all([moves(ann, 'bob', THREE), moves(bob, 'ann', THREE)]);
		proxy.cut();
		await until('ann notices', async () =>
			(await ann.events('meeting-state-changed')).some(
				({ args }) => (args[0] as { state: string }).state === 'RECONNECTING',
			),
		);
		// Somebody joins meanwhile: ann must learn of it later.
		const cat = await Caller.join(blue, server, { roomId, participantId: 'cat' });
		// Pictures continue without signalling.
		await Promise.all([moves(ann, 'bob', THREE), moves(bob, 'ann', THREE)]);
		await new Promise((resolve) => setTimeout(resolve, 8000));
		proxy.restore();
		await until('ann is back', async () => {
			const last = (await ann.events('meeting-state-changed')).at(-1)?.args[0] as { state: string };
			return last.state === 'CONNECTED';
		});
		await until('ann knows cat', async () => (await ann.others()).includes('cat'));
		await Promise.all([
			moves(ann, 'bob', THREE),
			moves(ann, 'cat', THREE),
			moves(bob, 'ann', THREE),
			moves(cat, 'ann', THREE),
		]);
		expect(await bob.events('participant-left')).toEqual([]);
		expect(await ann.events('meeting-left')).toEqual([]);
		await proxy.close();
	});

	it('a page that is killed without a goodbye leaves within 20 s', { tags: 'long' }, async () => {
		const victim = await TestBrowser.launch({ own: true });
		const roomId = await server.room();
		const ann = await Caller.join(red, server, { roomId, participantId: 'ann' });
		await Caller.join(victim, server, { roomId, participantId: 'victim' });
		await moves(ann, 'victim', THREE);
		const killed = Date.now();
		await victim.crash();
		await until('ann sees the victim gone', async () => (await ann.others()).length === 0, 20_000);
		expect(Date.now() - killed).toBeLessThan(20_000);
		await victim.close();
	});
});

describe('what breaks and comes back', () => {
	it('a media worker that is killed: pictures are back within 3 s', async () => {
		const roomId = await server.room();
		const ann = await Caller.join(red, server, { roomId, participantId: 'ann' });
		const bob = await Caller.join(blue, server, { roomId, participantId: 'bob' });
		await Promise.all([moves(ann, 'bob', THREE), moves(bob, 'ann', THREE)]);
		// Every worker, whichever carries the room: only a replacement is left to move to.
		const pids = await server.workerPids();
		expect(pids.length).toBeGreaterThan(0);
		const [seenByAnn, seenByBob] = await Promise.all([timeOfNextFrames(ann, 'bob'), timeOfNextFrames(bob, 'ann')]);
		const killed = Date.now();
		for (const pid of pids) process.kill(pid, 'SIGKILL');
		const [atAnn, atBob] = await Promise.all([seenByAnn(), seenByBob()]);
		expect(atAnn - killed).toBeLessThan(3000);
		expect(atBob - killed).toBeLessThan(3000);
		await Promise.all([moves(ann, 'bob', THREE), moves(bob, 'ann', THREE)]);
	});

	it('a server that is killed and started again', async () => {
		const roomId = await server.room();
		const ann = await Caller.join(red, server, { roomId, participantId: 'ann' });
		const bob = await Caller.join(blue, server, { roomId, participantId: 'bob' });
		await Promise.all([moves(ann, 'bob', THREE), moves(bob, 'ann', THREE)]);
		await server.kill('SIGKILL');
		server = await TestServer.start({ after: server });
		await until(
			'both are back',
			async () => (await ann.others()).includes('bob') && (await bob.others()).includes('ann'),
			30_000,
		);
		await Promise.all([
			moves(ann, 'bob', { ...THREE, timeout: 20_000 }),
			moves(bob, 'ann', { ...THREE, timeout: 20_000 }),
		]);
	});
});
