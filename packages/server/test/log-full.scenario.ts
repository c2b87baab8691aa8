import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '@roomcast/testing/net/ports';
import { removeFolder } from '@roomcast/testing/removeFolder';
import { expect, it, onTestFinished, vi } from 'vitest';
import { newTestKey, testEnvironment } from './support/environment.ts';

vi.setConfig({ testTimeout: 120_000 });

const COMMAND = fileURLToPath(new URL('../../cli/bin/roomcast.mjs', import.meta.url));

// A device of Linux that answers every write as a full disk does.
it.skipIf(!existsSync('/dev/full'))('a server whose log is on a full disk answers, and ends in order', async () => {
	const dataDir = await mkdtemp(join(tmpdir(), 'roomcast-test-'));
	const full = await open('/dev/full', 'w');
	const port = await freePort();
	const environment = {
		...(await testEnvironment(dataDir, { engine: 'sqlite', url: undefined, drop: async () => {} }, newTestKey())),
		ROOMCAST_PORT: String(port),
		ROOMCAST_LOG_LEVEL: 'trace',
	};
	const child = spawn(process.execPath, [COMMAND, 'start'], {
		env: { PATH: process.env.PATH, ...environment },
		stdio: ['ignore', full.fd, full.fd],
	});
	const ended = once(child, 'close');
	onTestFinished(async () => {
		child.kill('SIGKILL');
		await ended;
		await full.close();
		await removeFolder(dataDir);
	});
	const get = (path: string) => fetch(`http://127.0.0.1:${port}${path}`);
	await vi.waitFor(() => get('/healthz'), { timeout: 90_000, interval: 200 });
	for (let n = 0; n < 200; n++) expect((await get('/v2/rooms')).status).toBe(401);
	expect((await get('/readyz')).status).toBe(200);
	expect(await (await get('/metrics')).text()).toContain('roomcast_log_lines_dropped_total');
	child.kill('SIGTERM');
	expect(await ended).toEqual([0, null]);
});
