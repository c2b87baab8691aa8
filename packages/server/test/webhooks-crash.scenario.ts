import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { newTestKey, testEnvironment } from './support/environment.ts';
import { OutboxWriter } from './support/OutboxWriter.ts';
import { Receiver } from './support/Receiver.ts';
import { ServerProcess } from './support/ServerProcess.ts';
import { createTestDatabase } from './support/testDatabase.ts';

/** How often the server is killed; `ROOMCAST_TEST_KILLS=50` takes a quarter of an hour. */
const KILLS = Number(process.env.ROOMCAST_TEST_KILLS ?? 3);

vi.setConfig({ testTimeout: (KILLS + 3) * 60_000 });

it('every message arrives, in order, although the server is killed while it delivers', async () => {
	const database = await createTestDatabase();
	const dataDir = await mkdtemp(join(tmpdir(), 'roomcast-test-'));
	const key = newTestKey();
	const environment = {
		...(await testEnvironment(dataDir, database, key)),
		ROOMCAST_ALLOW_PRIVATE_TARGETS: 'true',
	};
	const receiver = await Receiver.create();
	onTestFinished(receiver.close);
	// Slow enough that a kill always hits requests that are on their way.
	receiver.behave((_received, response) => void setTimeout(() => response.writeHead(200).end(), 20));

	const made: string[] = [];
	let names = 0;
	for (let kill = 0; kill <= KILLS; kill++) {
		const server = new ServerProcess(['start'], environment);
		onTestFinished(server.end);
		await server.ready();
		// Its own connection each time: what a server leaves open is nothing that a writer may lean on.
		const writer = await OutboxWriter.attach({ databaseUrl: database.url, dataDir }, key.id);
		const before = receiver.received.length;
		for (let i = 0; i < 60; i++) {
			const [id = ''] = await writer.append({ name: `${names++}`, room: `room ${i % 5}`, url: receiver.url });
			made.push(id);
		}
		if (kill < KILLS) {
			await receiver.count(before + 1 + Math.floor(Math.random() * 40), 60_000);
			expect(await server.kill('SIGKILL')).toMatchObject({ signal: 'SIGKILL' });
		} else {
			const missing = () => made.filter((id) => !receiver.received.some((each) => each.id === id));
			await vi.waitFor(() => expect(missing()).toEqual([]), { timeout: 120_000, interval: 200 });
			expect(await server.kill('SIGTERM')).toMatchObject({ code: 0 });
		}
		await writer.close();
	}

	const arrived = receiver.received.map(({ id }) => id);
	expect(new Set(arrived)).toEqual(new Set(made));
	// Order: the first arrivals of each room are in the order in which they were made.
	for (let room = 0; room < 5; room++) {
		const firsts = new Set(
			receiver.received.filter(({ data }) => data.roomId === `room ${room}`).map(({ data }) => data.participantId),
		);
		const inOrder = [...firsts].map(Number);
		expect(inOrder).toEqual([...inOrder].sort((a, b) => a - b));
	}
	await database.drop();
	await rm(dataDir, { recursive: true, force: true });
});
