import { until } from '@roomcast/testing/until';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TestBrowser } from './support/browser.ts';
import { countLeftovers, heapOf } from './support/leftovers.ts';
import { ReactCall } from './support/reactCall.ts';
import type { TestServer } from './support/server.ts';
import { sharedServer } from './support/sharedServer.ts';

/** How often a page enters and leaves. */
const ROUNDS = Number(process.env.ROOMCAST_TEST_REACT_ROUNDS ?? 10);
/** Rounds before the page is measured: caches are filled. */
const WARM_UP = 3;
/** Most that the heap may grow, in bytes. */
const GROWTH = 1_000_000;

let server: TestServer;
let browser: TestBrowser;

beforeAll(async () => {
	// Compiled code counts as heap, and the more often something runs, the more of it is compiled.
	const args = ['--js-flags=--jitless'];
	[server, browser] = await Promise.all([sharedServer(), TestBrowser.launch({ args })]);
});
afterAll(async () => {
	await browser?.close();
});

type Leftovers = Record<'connections' | 'sockets' | 'tracks' | 'timers' | 'listeners' | 'made', number>;

it(
	`${ROUNDS} joins and leaves in strict mode leave nothing behind`,
	async () => {
		const roomId = await server.room();
		const bob = await ReactCall.open(browser, server, { roomId, participantId: 'bob', micEnabled: false });
		await bob.show();
		await bob.sees('bob');
		const ann = await ReactCall.open(browser, server, {
			roomId,
			participantId: 'ann',
			strict: true,
			prepare: countLeftovers,
		});
		const leftovers = () => ann.run<Leftovers>('leftovers()');
		const nothing = { connections: 0, sockets: 0, tracks: 0, timers: 0 };
		const session = await ann.page.context().newCDPSession(ann.page);

		/** Leaves by a method, by removal from the page, or by removal while the join is under way. */
		async function round(number: number): Promise<void> {
			await ann.show();
			if (number % 3 === 2) await ann.page.waitForFunction('leftovers().sockets > 0');
			else {
				await ann.sees('ann', 'bob');
				if (number % 3 === 1) await ann.watches('ann');
			}
			if (number % 3 === 0) {
				await ann.run('call.methods.leave()');
				await ann.says('h1', 'Outside');
			}
			await ann.hide();
			await until('nothing is left', async () => {
				const { listeners: _, made: __, ...left } = await leftovers();
				return Object.values(left).every((count) => count === 0);
			}).catch(async (error) => {
				expect(await leftovers()).toMatchObject(nothing);
				throw error;
			});
		}

		for (let number = 0; number < WARM_UP; number++) await round(number);
		const { listeners, made } = await leftovers();
		expect(made).toBeGreaterThan(WARM_UP);
		const before = await heapOf(ann.page, session);
		for (let number = 0; number < ROUNDS; number++) await round(number);
		expect(await leftovers()).toMatchObject({ ...nothing, listeners });
		const grown = (await heapOf(ann.page, session)) - before;
		console.log(`The heap has ${Math.round(grown / 1000)} kB more after ${ROUNDS} joins and leaves`);
		expect(grown).toBeLessThan(GROWTH);
	},
	60_000 + ROUNDS * 10_000,
);
