import { randomInt } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { removeFolder } from '@roomcast/testing/removeFolder';
import fc from 'fast-check';
import { pino } from 'pino';
import { expect, it, onTestFinished } from 'vitest';
import { Database } from '../src/db/Database.ts';
import { KeyService } from '../src/keys/service.ts';
import { newTestKey, type TestKey, testEnvironment } from './support/environment.ts';
import { CallFlooder } from './support/flood/CallFlooder.ts';
import { calls, type Document } from './support/flood/calls.ts';
import { INSPECTED, INSPECTOR_LINES, Inspector } from './support/flood/Inspector.ts';
import { metric } from './support/flood/metric.ts';
import { RAW_GARBAGE, sendRawGarbage } from './support/flood/rawGarbage.ts';
import { SignalFlooder } from './support/flood/SignalFlooder.ts';
import { signals } from './support/flood/signals.ts';
import { startHealthyCall } from './support/flood/startHealthyCall.ts';
import { Tokens } from './support/flood/Tokens.ts';
import { ServerProcess } from './support/ServerProcess.ts';
import { SignallingClient } from './support/SignallingClient.ts';
import { createTestDatabase } from './support/testDatabase.ts';
import { UNLIMITED } from './support/unlimited.ts';

/** Messages and calls in all. */
const MESSAGES = Number(process.env.ROOMCAST_TEST_FLOOD ?? 5_000);
/** What the messages are made from; that of a run that failed makes the same ones again. */
const SEED = Number(process.env.ROOMCAST_TEST_SEED ?? randomInt(2 ** 31));
/** Sent before the heap is measured for the first time: validators are compiled, caches filled. */
const WARM_UP = 800;
/** Messages that one flooder makes and sends before it makes others. */
const ROUND = 60;
/** ms in which a well-behaved participant is answered, and its messages arrive. */
const NOTICED = 500;
/** Bytes: what the server keeps for those who may come back, such as notifications, and no more. */
const HEAP_GROWTH = 24 * 1024 * 1024;
const RSS_GROWTH = 160 * 1024 * 1024;
/** Members that a Prometheus metric is read by. */
const RSS = 'process_resident_memory_bytes';
const WORKER_DEATHS = 'roomcast_media_worker_deaths_total';

it(`${MESSAGES} messages and calls that should not be are refused, and a call beside them never notices`, {
	timeout: 300_000,
}, async () => {
	const { server, url, key, stranger } = await start();
	const host = await Tokens.create(key);
	const tokens = await Tokens.create(stranger);
	const roomId = await createRoom(url, host.director);
	const ownRoomId = await createRoom(url, tokens.director, 'own room');
	const inspector = await Inspector.attach(server.stderr);

	const findings = new Set<string>();
	const { document, rtpCapabilities } = await learn(url);
	const flood = async (count: number, seed: number) => {
		const target = { url, rtpCapabilities };
		const report = (finding: string) => findings.add(`seed ${SEED}: ${finding}`);
		const share = Math.ceil(count / 10);
		// In a room of their own as moderators; as guests of somebody else's call they may not do much, and must not.
		const flooders = Array.from({ length: 6 }, (_, n) => {
			const own = n < 3;
			const flooder = new SignalFlooder({
				...target,
				participantId: `f${n}`,
				otherId: `f${own ? (n + 1) % 3 : 3 + ((n + 1) % 3)}`,
				roomId: own ? ownRoomId : roomId,
				customRoomId: own ? 'own room' : roomId,
				token: own ? tokens.director : host.participant,
				guestToken: own ? tokens.guest : host.guest,
				spoiledTokens: own ? tokens.spoiled : host.spoiled,
				onFinding: report,
			});
			return { arbitrary: signals(rtpCapabilities), flooder };
		});
		const callers = Array.from({ length: 4 }, () => {
			const blanks = { roomId: ownRoomId, customRoomId: 'own room', participantId: 'f0' };
			return { arbitrary: calls(document), flooder: new CallFlooder({ url, tokens, blanks, onFinding: report }) };
		});
		await Promise.all([
			...flooders.map(({ arbitrary, flooder }, n) => run(arbitrary, flooder, share, seed + n)),
			...callers.map(({ arbitrary, flooder }, n) => run(arbitrary, flooder, share, seed + 100 + n)),
		]);
		await sendRawGarbage(url);
		for (const { flooder } of [...flooders, ...callers]) await flooder.close();
		return share * 10 + RAW_GARBAGE;
	};

	await orEnd(server, flood(WARM_UP, SEED + 1_000));
	const before = { heap: await inspector.liveHeap(), rss: await metric(url, RSS) };
	const people = { url, token: host.director, roomId, participantIds: ['h-ann', 'h-benno'] } as const;
	const healthy = await orEnd(server, startHealthyCall(people));
	const began = performance.now();
	const sent = await orEnd(server, flood(MESSAGES, SEED));
	const seconds = (performance.now() - began) / 1000;
	const call = await orEnd(server, healthy.stop());
	const after = { heap: await inspector.liveHeap(), rss: await metric(url, RSS) };
	inspector.close();
	const deaths = await metric(url, WORKER_DEATHS);
	const { stdout, stderr } = server;

	const mb = (bytes: number) => Math.round(bytes / 1024 / 102.4) / 10;
	console.log(
		`flood: seed ${SEED}, ${sent} in ${seconds.toFixed(1)} s; heap ${mb(before.heap)} → ${mb(after.heap)} MB, ` +
			`RSS ${mb(before.rss)} → ${mb(after.rss)} MB; beside it ${call.rounds} rounds, slowest ${JSON.stringify(call.slowest)}`,
	);
	expect.soft([...findings].slice(0, 30)).toEqual([]);
	expect.soft(logged(stdout)).toEqual([]);
	expect.soft(stderr.split('\n').filter((line) => line !== '' && !INSPECTOR_LINES.test(line))).toEqual([]);
	expect.soft(deaths).toBe(0);
	expect.soft(call.disturbances).toEqual([]);
	expect.soft(call.rounds).toBeGreaterThan(seconds);
	expect.soft(Math.max(...Object.values(call.slowest))).toBeLessThan(NOTICED);
	expect.soft(after.heap - before.heap).toBeLessThan(HEAP_GROWTH);
	expect.soft(after.rss - before.rss).toBeLessThan(RSS_GROWTH);
});

/** A server process without rate limits, with two keys. */
async function start(): Promise<{ server: ServerProcess; url: string; key: TestKey; stranger: TestKey }> {
	const database = await createTestDatabase();
	const dataDir = await mkdtemp(join(tmpdir(), 'roomcast-test-'));
	const key = newTestKey();
	const server = new ServerProcess(['start'], {
		...(await testEnvironment(dataDir, database, key)),
		...UNLIMITED,
		ROOMCAST_LOG_LEVEL: 'warn',
		NODE_OPTIONS: INSPECTED,
	});
	onTestFinished(async () => {
		await server.end();
		await database.drop();
		await removeFolder(dataDir);
	});
	const url = await server.ready();
	const opened = await Database.open({ databaseUrl: database.url, dataDir }, pino({ level: 'silent' }));
	const stranger = await new KeyService(opened).create('Stranger');
	await opened.close();
	return { server, url, key, stranger };
}

/** What the server says of itself: its REST API, and what its media can. */
async function learn(url: string): Promise<{ document: Document; rtpCapabilities: unknown }> {
	const document = (await (await fetch(`${url}/v2/openapi.json`)).json()) as Document;
	const client = await SignallingClient.open(url);
	const { routerRtpCapabilities } = await client.notification('welcome');
	client.close();
	return { document, rtpCapabilities: routerRtpCapabilities };
}

async function createRoom(url: string, authorization: string, customRoomId?: string): Promise<string> {
	const response = await fetch(`${url}/v2/rooms`, {
		method: 'POST',
		headers: { authorization, 'content-type': 'application/json' },
		body: JSON.stringify({ customRoomId }),
	});
	return ((await response.json()) as { roomId: string }).roomId;
}

/** Makes messages and sends them, one to sixteen at once. */
async function run<T>(
	arbitrary: fc.Arbitrary<T>,
	flooder: { send(burst: readonly T[]): Promise<void> },
	count: number,
	seed: number,
): Promise<void> {
	for (let sent = 0; sent < count; sent += ROUND) {
		const made = fc.sample(arbitrary, { numRuns: Math.min(ROUND, count - sent), seed: seed * 1_000 + sent });
		for (let size = 1; made.length > 0; size = (size % 16) + 1) await flooder.send(made.splice(0, size));
	}
}

/** Rejects when the server ends first, with what it said; also with what it logged when the work fails for another reason. */
async function orEnd<T>(server: ServerProcess, work: Promise<T>): Promise<T> {
	const ended = server.finished.then(({ code, signal, stderr }) => {
		throw new Error(`seed ${SEED}: the server ended with ${code ?? signal}: ${stderr.slice(-2_000)}`);
	});
	try {
		return await Promise.race([work, ended]);
	} catch (error) {
		// Whoever talks to it may notice first.
		await Promise.race([ended, sleep(1_000)]);
		const lines = logged(server.stdout).slice(-5).join('\n');
		throw new Error(`seed ${SEED}: ${(error as Error).message}; ${lines}`, { cause: error });
	}
}

/** Lines of the log that say that something of ours is broken. */
function logged(stdout: string): string[] {
	return stdout.split('\n').filter((line) => line.startsWith('{') && JSON.parse(line).level >= 50);
}
