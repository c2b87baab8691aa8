import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeFolder } from '@roomcast/testing/removeFolder';
import { expect, it, onTestFinished, vi } from 'vitest';
import { mintToken } from '../src/index.ts';
import { newTestKey, testEnvironment } from './support/environment.ts';
import { ServerProcess } from './support/ServerProcess.ts';
import { createTestDatabase } from './support/testDatabase.ts';

vi.setConfig({ testTimeout: 120_000 });

it('a room whose creation was answered survives kill -9', async () => {
	const database = await createTestDatabase();
	const dataDir = await mkdtemp(join(tmpdir(), 'roomcast-test-'));
	const key = newTestKey();
	const environment = await testEnvironment(dataDir, database, key);
	const authorization = await mintToken(key, { permissions: ['allow_join'], expiresIn: 600 });

	const first = new ServerProcess(['start'], environment);
	onTestFinished(first.end);
	const url = await first.ready();
	const made: string[] = [];
	// Created one after the other until the server is gone, in the middle of one.
	const creating = (async () => {
		for (;;) {
			const response = await fetch(`${url}/v2/rooms`, { method: 'POST', headers: { authorization } });
			made.push(((await response.json()) as { roomId: string }).roomId);
			if (made.length === 25) void first.kill('SIGKILL');
		}
	})();
	await expect(creating).rejects.toThrow();
	expect(await first.finished).toMatchObject({ signal: 'SIGKILL' });
	expect(made.length).toBeGreaterThanOrEqual(25);

	const second = new ServerProcess(['start'], environment);
	onTestFinished(second.end);
	const again = await second.ready();
	for (const roomId of made) {
		const response = await fetch(`${again}/v2/rooms/${roomId}`, { headers: { authorization } });
		expect(response.status).toBe(200);
	}
	expect(await second.kill('SIGTERM')).toMatchObject({ code: 0 });
	await database.drop();
	await removeFolder(dataDir);
});
