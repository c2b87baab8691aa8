import { expect, it, onTestFinished } from 'vitest';
import { TestBrowser } from './support/browser.ts';
import { Caller } from './support/caller.ts';
import { gatedServer } from './support/gatedServer.ts';
import { moves } from './support/moves.ts';

/** Seconds for which the network is away. */
const GAPS = (process.env.ROOMCAST_TEST_NETWORK_GAPS ?? '40').split(',').map(Number);
/** Limit in ms until pictures move again after it. It takes less than 3 s, and longer on a busy machine. */
const HEALED = 10_000;
/** ms until a wait counts as a hang. */
const PATIENT = { timeout: 20_000 };

it('a network that swallows media while signalling lives: pictures move soon after it is back', {
	timeout: GAPS.reduce((sum, gap) => sum + gap * 1000 + 2 * PATIENT.timeout, 60_000),
}, async () => {
	const { server, gate } = await gatedServer();
	const browser = await TestBrowser.launch({ colour: 'red' });
	onTestFinished(() => browser.close());

	const roomId = await server.room();
	const ann = await Caller.join(browser, server, { roomId, participantId: 'ann' });
	const bob = await Caller.join(browser, server, { roomId, participantId: 'bob' });
	for (const gap of GAPS) {
		await Promise.all([moves(ann, 'bob', PATIENT), moves(bob, 'ann', PATIENT)]);
		gate.swallows = true;
		await new Promise((resolve) => setTimeout(resolve, gap * 1000));
		gate.swallows = false;
		const since = performance.now();
		await Promise.all([moves(ann, 'bob', PATIENT), moves(bob, 'ann', PATIENT)]);
		const healed = performance.now() - since;
		console.info(`after ${gap} s without a network: ${Math.round(healed)} ms`);
		expect(healed).toBeLessThan(HEALED);
		for (const caller of [ann, bob]) expect(await caller.events('participant-left')).toEqual([]);
	}
});
