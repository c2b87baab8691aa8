import { freePortRange } from '@roomcast/testing/net/ports';
import { until } from '@roomcast/testing/until';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TestBrowser } from './support/browser.ts';
import { Caller } from './support/caller.ts';
import { moves } from './support/moves.ts';
import { TestServer } from './support/server.ts';
import { TurnServer } from './support/turn.ts';
import { UdpGate } from './support/udpGate.ts';

/** The announced address of the media port. Only the gate listens there. */
const ANNOUNCED = '127.0.0.2';

let turn: TurnServer;
let red: TestBrowser;
let blue: TestBrowser;

beforeAll(async () => {
	[turn, red, blue] = await Promise.all([
		TurnServer.start(),
		TestBrowser.launch({ colour: 'red' }),
		TestBrowser.launch({ colour: 'blue' }),
	]);
});
afterAll(async () => {
	await Promise.all([red?.close(), blue?.close()]);
	await turn?.stop();
});

/**
 * Two in a call. The browsers are as they come: nothing tells them to use the relay. What they send to the media port
 * themselves ends at the gate (UDP) or is refused (TCP); only what the relay sends gets through.
 */
async function withCall(
	protocol: string,
	env: Record<string, string>,
	work: (ann: Caller, bob: Caller, gate: UdpGate) => Promise<void>,
): Promise<void> {
	const mediaPort = await freePortRange(1);
	const gate = await UdpGate.open({
		address: ANNOUNCED,
		port: mediaPort,
		target: mediaPort,
		lets: (source) => turn.relays(source),
	});
	const server = await TestServer.start({
		env: {
			ROOMCAST_MEDIA_WORKERS: '1',
			ROOMCAST_MEDIA_PORTS: `${mediaPort}`,
			ROOMCAST_MEDIA_ANNOUNCED_IP: ANNOUNCED,
			ROOMCAST_ICE_SERVERS: `turn:127.0.0.1:${turn.port}?transport=${protocol}`,
			ROOMCAST_TURN_SECRET: turn.secret,
			...env,
		},
	});
	try {
		const roomId = await server.room();
		const ann = await Caller.join(red, server, { roomId, participantId: 'ann' });
		const bob = await Caller.join(blue, server, { roomId, participantId: 'bob' });
		await work(ann, bob, gate);
	} finally {
		// Before the server, which waits for running calls.
		const pages = [red, blue].flatMap((browser) => browser.context.pages());
		await Promise.all(pages.map((page) => page.close()));
		await server.stop();
		await gate.close();
	}
}

it.each(['udp', 'tcp'])('a call goes through TURN over %s when every other path is closed', (protocol) =>
	withCall(protocol, {}, async (ann, bob, gate) => {
		await until('pictures', async () => (await ann.frames('bob')) > 10 && (await bob.frames('ann')) > 10, 30_000);
		await until('sound', async () => (await ann.audioEnergy()) > 0 && (await bob.audioEnergy()) > 0);
		for (const caller of [ann, bob]) {
			const paths = await caller.paths();
			expect(paths.length).toBeGreaterThan(0);
			// The gate has an address of its own towards the server, so the relayed one may be found by reflection.
			for (const path of paths) expect(path).toEqual({ type: expect.stringMatching(/^(relay|prflx)$/), protocol });
		}
		// The direct way was tried, and is closed.
		expect(gate.refused).toBeGreaterThan(0);
		expect(gate.passed).toBeGreaterThan(100);
	}),
);

/** Seconds that TURN names are valid in the long round: the shortest allowed time. */
const NAMES_LAST = 60;
/** Limit in ms until pictures move again: about 8 s, and more on a busy machine. */
const HEALED = 12_000;

it.runIf(process.env.ROOMCAST_TEST_TURN_EXPIRED)(
	'a relay that comes back after the names of the join have expired: ICE restarts with fresh ones',
	() =>
		withCall('udp', { ROOMCAST_TURN_TTL: `${NAMES_LAST}` }, async (ann, bob) => {
			const both = () => Promise.all([moves(ann, 'bob', { timeout: 60_000 }), moves(bob, 'ann', { timeout: 60_000 })]);
			await both();
			const made = () => Promise.all([ann.connectionsMade(), bob.connectionsMade()]);
			const before = await made();
			await new Promise((resolve) => setTimeout(resolve, (NAMES_LAST + 1) * 1000));
			await turn.stop();
			turn = await TurnServer.start(turn);
			const since = performance.now();
			await both();
			const healed = performance.now() - since;
			console.info(`pictures move ${Math.round(healed)} ms after the relay is back`);
			expect(healed).toBeLessThan(HEALED);
			// Media was not set up again: the connections are those of the join.
			expect(await made()).toEqual(before);
		}),
	180_000,
);
