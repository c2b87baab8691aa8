import { randomUUID } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RequestData } from '@roomcast/contract';
import { removeFolder } from '@roomcast/testing/removeFolder';
import { describe, expect, it, onTestFailed, onTestFinished } from 'vitest';
import { mintToken } from '../src/index.ts';
import { newTestKey, type TestKey, testEnvironment } from './support/environment.ts';
import { CostMeter } from './support/flood/CostMeter.ts';
import type { Document } from './support/flood/calls.ts';
import { LargeCaller, largeCalls } from './support/flood/LargeCaller.ts';
import { ENTERING, largeMessages, METHODS, sendMessages } from './support/flood/largeMessages.ts';
import type { Needed } from './support/flood/largest.ts';
import { startHealthyCall } from './support/flood/startHealthyCall.ts';
import { Tokens } from './support/flood/Tokens.ts';
import { ServerProcess } from './support/ServerProcess.ts';
import { SignallingClient } from './support/SignallingClient.ts';
import { createTestDatabase } from './support/testDatabase.ts';
import { UNLIMITED } from './support/unlimited.ts';

/** How many bodies or messages each route and request gets, of each kind of sender; 50 are the long round. */
const COUNT = Number(process.env.ROOMCAST_TEST_FLOOD_COST ?? 10);
/** ms of CPU that those may cost the server, together. */
const MOST = Math.max(1_000, 20 * COUNT);
/** ms until a publish beside them is answered and has arrived, 95 of 100 times. */
const NOTICED = 100;
/** ms in which the call is looked at by itself. */
const ALONE = 4_000;

describe.each([
	// What is refused costs less than what is taken.
	['with the limits that a server has by default', {}, ['long']],
	['without limits', UNLIMITED, []],
])('%s', (_, limits, tags) => {
	it(`the ${COUNT} largest bodies of each route and request cost less than ${MOST} ms, and a call beside them continues`, {
		timeout: 900_000,
		tags,
	}, async () => {
		const { url, pid, key } = await start(limits);
		const { director, guest } = await Tokens.create(key);
		const stranger = await mintToken(newTestKey(), { permissions: ['ask_join'], expiresIn: 3600 });
		const roomId = await createRoom(url, director);
		const { client: moderator } = await SignallingClient.join(url, { token: director, roomId });
		const seats = new Seats({ url, token: guest, roomId, moderator });
		await seats.take();
		const healthy = await startHealthyCall({
			url,
			token: director,
			roomId: await createRoom(url, director),
			participantIds: ['h-ann', 'h-benno'],
		});
		// Before this address has used up what strangers may ask for.
		const document = (await (await fetch(`${url}/v2/openapi.json`)).json()) as Document;
		await sleep(ALONE / 4);
		await healthy.report();
		const meter = await CostMeter.create(pid, ALONE);
		const alone = await healthy.report();

		const findings: string[] = [];
		const began = performance.now();
		const needed = (token: string, known: Readonly<Record<string, string | undefined>>): Needed => {
			return (name) => ({ token, roomId, ...known })[name];
		};
		for (const method of METHODS) {
			const seat = await seats.take();
			if (seat === undefined) break;
			const messages = largeMessages(method, true, COUNT, needed(guest, seat.known));
			await meter.measure(`${method} by a guest who is in`, async () => {
				findings.push(...(await sendMessages(seat.client, method, messages)));
			});
		}
		for (const method of METHODS) {
			const tokens = ENTERING.includes(method) ? [stranger, guest] : [stranger];
			const all = tokens.map((token) => largeMessages(method, false, COUNT, needed(token, {})));
			await meter.measure(method, async () => {
				for (const messages of all) {
					// An address that has used up what it may opens no more.
					const client = await SignallingClient.open(url).catch(() => undefined);
					if (client === undefined) continue;
					findings.push(...(await sendMessages(client, method, messages)));
					client.close();
				}
			});
		}
		const caller = new LargeCaller(url);
		for (const call of largeCalls(document, needed(guest, {}))) {
			const bodies = call.bodies(COUNT);
			await meter.measure(call.name, async () => {
				for (const token of [undefined, guest]) await caller.send(call, bodies, token);
			});
		}
		caller.close();
		const seconds = (performance.now() - began) / 1000;
		const beside = await healthy.stop();
		moderator.close();

		const total = meter.costs.reduce((sum, { cpu }) => sum + cpu, 0) / 1000;
		const worst = meter.costs.toSorted((a, b) => b.cpu - a.cpu).map(({ name, cpu }) => `${name} ${Math.round(cpu)}`);
		console.log(
			`flood of cost: ${meter.costs.length} routes and requests in ${seconds.toFixed(1)} s cost ${total.toFixed(1)} s of CPU; in ms ` +
				`${worst.slice(0, 12).join(', ')}; a publish beside it takes ${beside.p95.toFixed(1)} ms (p95), alone ${alone.p95.toFixed(1)}`,
		);
		expect.soft(meter.costs.filter(({ cpu }) => cpu >= MOST)).toEqual([]);
		expect.soft([...findings, ...caller.findings]).toEqual([]);
		expect.soft(beside.disturbances).toEqual([]);
		// On a machine so full that the call by itself comes near, it may take thrice what it takes by itself.
		expect.soft(beside.p95).toBeLessThan(Math.max(NOTICED, 3 * alone.p95));
	});
});

async function start(limits: Readonly<Record<string, string>>): Promise<{ url: string; pid: number; key: TestKey }> {
	const database = await createTestDatabase();
	const dataDir = await mkdtemp(join(tmpdir(), 'roomcast-test-'));
	const key = newTestKey();
	const environment = { ...(await testEnvironment(dataDir, database, key)), ...limits };
	const server = new ServerProcess(['start'], environment);
	onTestFailed(() => console.log(server.stdout, server.stderr));
	onTestFinished(async () => {
		await server.end();
		await database.drop();
		await removeFolder(dataDir);
	});
	return { url: await server.ready(), pid: server.pid, key };
}

async function createRoom(url: string, authorization: string): Promise<string> {
	const response = await fetch(`${url}/v2/rooms`, { method: 'POST', headers: { authorization } });
	return ((await response.json()) as { roomId: string }).roomId;
}

interface Seat {
	readonly client: SignallingClient;
	/** What its requests name. */
	readonly known: Readonly<Record<string, string | undefined>>;
}

/** A guest who was let in, and is again after its connection was closed. */
class Seats {
	readonly #options;
	#seat: Seat | undefined;

	constructor(options: { url: string; token: string; roomId: string; moderator: SignallingClient }) {
		this.#options = options;
	}

	/** @returns undefined when the server lets nobody in any more */
	async take(): Promise<Seat | undefined> {
		if (this.#seat !== undefined) return this.#seat;
		const { url, token, roomId, moderator } = this.#options;
		const client = await SignallingClient.open(url).catch(() => undefined);
		if (client === undefined) return undefined;
		const participantId = `guest-${randomUUID()}`;
		const { routerRtpCapabilities: rtpCapabilities } = await client.notification('welcome');
		const asked = await client.request('ask-entry', { token, roomId, participantId });
		if (!asked.admitted) {
			await moderator.notification('entry-requested', (request) => request.participantId === participantId, 30_000);
			await moderator.request('respond-entry', { participantId, decision: 'allowed' });
			await client.notification('entry-responded', () => true, 30_000);
		}
		const data = { ...asked, token, roomId, participantId, rtpCapabilities } as RequestData<'join'>;
		const { media, resumeToken } = await client.request('join', data);
		const seat = { client, known: { transportId: media.sendTransport?.id, resumeToken, participantId } };
		void client.closed.then(() => {
			this.#seat = undefined;
		});
		this.#seat = seat;
		return seat;
	}
}
