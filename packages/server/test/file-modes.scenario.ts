import { chmod, mkdtemp, readdir, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeFolder } from '@roomcast/testing/removeFolder';
import { expect, it, onTestFinished, vi } from 'vitest';
import { mintToken } from '../src/index.ts';
import { newTestKey, testEnvironment } from './support/environment.ts';
import { ServerProcess } from './support/ServerProcess.ts';
import { opusParameters, SignallingClient } from './support/SignallingClient.ts';

vi.setConfig({ testTimeout: 180_000 });

/** Everything below a folder, and the folder, with its mode. */
async function modes(folder: string): Promise<{ path: string; mode: string }[]> {
	const names = ['', ...(await readdir(folder, { recursive: true }))];
	const found = names.map(async (path) => {
		// What is written now may have another name a moment later.
		const info = await stat(join(folder, path)).catch(() => undefined);
		return info === undefined ? [] : [{ path, mode: (info.mode & 0o777).toString(8) }];
	});
	return (await Promise.all(found)).flat();
}

it('everything in the data folder is for the account of the server only, while it is written and after', async () => {
	const dataDir = await mkdtemp(join(tmpdir(), 'roomcast-test-'));
	onTestFinished(() => removeFolder(dataDir));
	// As an earlier version or an operator left it.
	await chmod(dataDir, 0o755);
	const key = newTestKey();
	// The embedded database, whatever the other scenarios run on: its files hold the secrets of keys.
	const environment = await testEnvironment(dataDir, { engine: 'sqlite', url: undefined, drop: async () => {} }, key);
	const server = new ServerProcess(['start'], { ...environment, ROOMCAST_SPARE_COMPOSERS: '1' });
	onTestFinished(server.end);
	const url = await server.ready();

	const token = await mintToken(key, { permissions: ['allow_join', 'allow_mod'], expiresIn: 600 });
	const post = async (path: string, body: object) => {
		const headers = { authorization: token, 'content-type': 'application/json' };
		const answer = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
		expect(answer.status, path).toBe(200);
		return answer.headers.get('content-type')?.startsWith('application/json') ? answer.json() : undefined;
	};
	const { roomId } = (await post('/v2/rooms', {})) as { roomId: string };
	const { client, joined } = await SignallingClient.join(url, { token, roomId, participantId: 'ann', name: 'Ann' });
	onTestFinished(() => client.close());
	const transportId = joined.media.sendTransport?.id ?? '';
	await client.request('produce', { transportId, kind: 'audio', rtpParameters: opusParameters(4711) });
	await post('/v2/recordings/start', { roomId, config: { quality: 'low' } });
	await post('/v2/hls/start', { roomId, config: { quality: 'low' } });

	const has = (seen: readonly { path: string }[], ...endings: readonly RegExp[]) => {
		for (const ending of endings) expect(seen.map(({ path }) => path)).toContainEqual(expect.stringMatching(ending));
	};
	const open = (seen: readonly { path: string; mode: string }[]) => seen.filter(({ mode }) => !mode.endsWith('00'));
	await vi.waitFor(
		async () => {
			const seen = await modes(dataDir);
			has(
				seen,
				/^roomcast\.sqlite$/,
				/sqlite-wal$/,
				/sqlite-shm$/,
				/^node-id$/,
				/^captures\/.*\.mp4/,
				/^captures\/.*\.m4s$/,
			);
			expect(open(seen)).toEqual([]);
		},
		{ timeout: 60_000, interval: 250 },
	);
	await post('/v2/recordings/end', { roomId });
	await post('/v2/hls/end', { roomId });
	await vi.waitFor(
		async () => {
			const seen = await modes(dataDir);
			has(seen, /^storage\/.*\.mp4$/);
			expect(open(seen)).toEqual([]);
		},
		{ timeout: 60_000, interval: 250 },
	);
});
