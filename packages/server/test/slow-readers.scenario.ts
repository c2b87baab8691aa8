import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeFolder } from '@roomcast/testing/removeFolder';
import { expect, it, onTestFinished, vi } from 'vitest';
import { mintToken } from '../src/index.ts';
import { newTestKey, testEnvironment } from './support/environment.ts';
import { INSPECTED, Inspector } from './support/flood/Inspector.ts';
import { ServerProcess } from './support/ServerProcess.ts';
import { SignallingClient } from './support/SignallingClient.ts';
import { createTestDatabase } from './support/testDatabase.ts';

vi.setConfig({ testTimeout: 240_000 });

const SLOW = 100;
const MESSAGES = 700;
/** Characters of a message, with a payload of as many. */
const LENGTH = 16_000;
const MB = 1024 * 1024;
const CONNECTED = 'roomcast_participants{connected="yes"}';

async function rss(pid: number): Promise<number> {
	const [, kilobytes = ''] = /VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, 'utf8')) ?? [];
	return Number(kilobytes) * 1024;
}

/** What `/metrics` has by that name. */
async function metric(url: string, name: string): Promise<number> {
	const lines = (await (await fetch(`${url}/metrics`)).text()).split('\n');
	return Number(lines.find((line) => line.startsWith(`${name} `))?.slice(name.length + 1));
}

it.runIf(process.platform === 'linux')(
	`${SLOW} clients that stop reading cost little memory, which comes back, and those who read get everything`,
	async () => {
		const database = await createTestDatabase();
		const dataDir = await mkdtemp(join(tmpdir(), 'roomcast-test-'));
		const key = newTestKey();
		const environment = {
			...(await testEnvironment(dataDir, database, key)),
			ROOMCAST_RATE_LIMIT_SIGNALLING: '0',
			NODE_OPTIONS: INSPECTED,
		};
		const server = new ServerProcess(['start'], environment);
		onTestFinished(server.end);
		const url = await server.ready();
		const inspector = await Inspector.attach(server.stderr);
		const token = await mintToken(key, { permissions: ['allow_join'], expiresIn: 600 });
		const created = await fetch(`${url}/v2/rooms`, { method: 'POST', headers: { authorization: token } });
		const { roomId } = (await created.json()) as { roomId: string };
		const enter = async (participantId: string) => {
			const mode = 'SIGNALLING_ONLY';
			const { client } = await SignallingClient.join(url, { token, roomId, participantId, mode });
			await client.request('subscribe', { topic: 't' });
			return client;
		};
		const ann = await enter('ann');
		const ben = await enter('ben');
		const slow: SignallingClient[] = [];
		for (let n = 0; n < SLOW; n++) slow.push(await enter(`slow-${n}`));

		const heap = await inspector.liveHeap();
		const before = await rss(server.pid);
		for (const client of slow) client.stopReading();
		let most = before;
		const payload = { text: 'p'.repeat(LENGTH) };
		for (let n = 0; n < MESSAGES; n++) {
			await ann.request('publish', { topic: 't', message: `${n} `.padEnd(LENGTH, 'x'), payload });
			if (n % 20 !== 0) continue;
			most = Math.max(most, await rss(server.pid));
			// They are there, however long the machine takes: none is to be closed for its silence.
			for (const client of slow) client.pong();
		}
		for (let n = 0; n < MESSAGES; n++) {
			const { message } = await ben.notification('message', undefined, 60_000);
			if (!message.message.startsWith(`${n} `)) expect.fail(`message ${n} is missing`);
		}
		const grown = (most - before) / MB;
		expect(grown).toBeLessThanOrEqual(150);
		const soon = { timeout: 60_000, interval: 500 };
		await vi.waitFor(async () => expect(await metric(url, CONNECTED)).toBe(2), soon);
		expect(await metric(url, 'roomcast_slow_readers_closed_total')).toBeGreaterThanOrEqual(SLOW);
		// What is in use once V8 has collected: when it gives pages back to the system is its own affair.
		await vi.waitFor(async () => expect(((await inspector.liveHeap()) - heap) / MB).toBeLessThanOrEqual(60), {
			timeout: 60_000,
			interval: 2000,
		});
		expect(((await rss(server.pid)) - before) / MB).toBeLessThanOrEqual(150);
		inspector.close();
		for (const client of [ann, ben, ...slow]) client.terminate();
		await server.kill('SIGTERM');
		await database.drop();
		await removeFolder(dataDir);
	},
);
