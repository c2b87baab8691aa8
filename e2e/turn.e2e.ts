import { expect, it } from 'vitest';
import { TestBrowser } from './support/browser.ts';
import { Caller } from './support/caller.ts';
import { TestServer } from './support/server.ts';
import { TurnServer } from './support/turn.ts';
import { until } from './support/wait.ts';

it('a call goes through TURN when every other path is closed', async () => {
	const turn = await TurnServer.start();
	const server = await TestServer.start({
		env: {
			ROOMCAST_ICE_SERVERS: `turn:127.0.0.1:${turn.port}?transport=tcp`,
			ROOMCAST_TURN_SECRET: turn.secret,
		},
	});
	const red = await TestBrowser.launch({ colour: 'red' });
	const blue = await TestBrowser.launch({ colour: 'blue' });
	try {
		const roomId = await server.room();
		const meeting = { iceTransportPolicy: 'relay' };
		const ann = await Caller.join(red, server, { roomId, participantId: 'ann', meeting });
		const bob = await Caller.join(blue, server, { roomId, participantId: 'bob', meeting });
		await until('pictures', async () => (await ann.frames('bob')) > 10 && (await bob.frames('ann')) > 10, 30_000);
		await until('sound', async () => (await ann.audioEnergy()) > 0);
		for (const caller of [ann, bob]) {
			const paths = await caller.paths();
			expect(paths.length).toBeGreaterThan(0);
			for (const path of paths) expect(path).toEqual({ type: 'relay', protocol: 'tcp' });
		}
	} finally {
		await Promise.all([red.close(), blue.close()]);
		await server.stop();
		await turn.stop();
	}
});
