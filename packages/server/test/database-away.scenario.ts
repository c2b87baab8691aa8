import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { TcpProxy } from '@roomcast/testing/net/TcpProxy';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { inState, startRecording } from './support/recorded.ts';
import { refusal } from './support/SignallingClient.ts';
import { TestServer } from './support/TestServer.ts';
import { createTestDatabase } from './support/testDatabase.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });

/** ms for which the database is away. */
const AWAY = Number(process.env.ROOMCAST_TEST_AWAY_MS ?? 6_000);

/** SQLite is a file, and no wire leads to it. */
const onPostgres = describe.skipIf(process.env.ROOMCAST_TEST_DATABASE !== 'postgres');
const onSqlite = describe.skipIf(process.env.ROOMCAST_TEST_DATABASE === 'postgres');

async function start() {
	const database = await createTestDatabase();
	onTestFinished(() => database.drop());
	const url = new URL(database.url ?? '');
	const proxy = await TcpProxy.create(Number(url.port || 5432), { host: url.hostname });
	url.host = `127.0.0.1:${proxy.port}`;
	const server = await TestServer.create({ ROOMCAST_DATABASE_URL: url.href, ROOMCAST_LOG_LEVEL: 'fatal' });
	onTestFinished(async () => {
		proxy.restore();
		await server.close();
		await proxy.close();
	});
	return { server, proxy };
}

onPostgres('PostgreSQL away during a call with recordings and HLS', () => {
	it('the call continues, every answer says so, and all ends are written when it is back', async () => {
		const { server, proxy } = await start();
		const { roomId } = await server.room();
		const { client: ann } = await server.joinSilently(roomId, 'ann');
		const { client: ben } = await server.join(roomId, 'ben');
		const recording = await startRecording(server, { roomId, config: { quality: 'low' } });
		expect((await server.post('/v2/hls/start', { roomId, config: { quality: 'low' } })).status).toBe(200);
		const own = await server.post('/v2/recordings/participant/start', { roomId, participantId: 'ann' });
		expect(own.status).toBe(200);
		await ben.request('subscribe', { topic: 'CHAT' });
		await sleep(2000);

		proxy.cut();
		const since = performance.now();
		const unavailable = { code: 6070, errorCode: 'DATABASE_UNAVAILABLE', message: expect.stringContaining('database') };
		for (const [path, options] of [
			['/v2/rooms', { method: 'POST', body: {} }],
			[`/v2/rooms/${roomId}`, {}],
			['/v2/recordings', {}],
			['/v2/recordings/start', { method: 'POST', body: { roomId } }],
		] as const) {
			const { status, headers, body } = await server.call(path, options);
			expect([status, body], path).toEqual([503, expect.objectContaining(unavailable)]);
			expect(Number(headers.get('retry-after')), path).toBeGreaterThan(0);
			expect(JSON.stringify(body), path).not.toMatch(new RegExp(`127\\.0\\.0\\.1|ECONN|:${proxy.port}`));
		}
		const ready = await server.call('/readyz', { token: null });
		expect([ready.status, ready.body]).toMatchObject([503, { ready: false, checks: { database: 'unavailable' } }]);
		expect(await refusal(server.join(roomId, 'cem'))).toMatchObject({ code: 6070, retryAfter: 2 });
		// What needs no database works as before.
		await ann.request('publish', { topic: 'CHAT', message: 'still here' });
		await ben.notification('message', ({ message }) => message.message === 'still here');
		// It has stopped; that is written nowhere yet, so nobody is told that it is.
		const stopped = await refusal(ann.request('stop-recording', {}));
		expect(stopped).toMatchObject({ code: 6070, message: expect.stringContaining('has stopped') });
		await ben.request('leave', {});
		await sleep(AWAY - (performance.now() - since));

		proxy.restore();
		const next = await vi.waitFor(() => startRecording(server, { roomId, config: { quality: 'low' } }), 10_000);
		const first = await inState(server, recording, 'STOPPED', 60_000);
		expect(first.file).not.toBeNull();
		await vi.waitFor(async () => expect((await server.call('/readyz')).status).toBe(200), 10_000);
		expect((await server.call(`/v2/hls?roomId=${roomId}`)).body.data[0]).toMatchObject({ status: 'STARTED' });
		const { client: cem } = await server.join(roomId, 'cem');
		await cem.request('end', {});
		await inState(server, next, 'STOPPED', 60_000);
		await vi.waitFor(
			async () => {
				expect((await server.call(`/v2/hls?roomId=${roomId}`)).body.data[0].status).toBe('STOPPED');
				const ended = (await server.call(`/v2/recordings/participant?roomId=${roomId}`)).body.data[0];
				expect(['STOPPED', 'FAILED']).toContain(ended.status);
			},
			{ timeout: 30_000, interval: 200 },
		);
		const [session] = (await server.call(`/v2/sessions?roomId=${roomId}`)).body.data;
		expect(session.participants.map((each: { participantId: string }) => each.participantId).sort()).toEqual(
			['ann', 'ben', 'cem'].sort(),
		);
	});
});

onSqlite('SQLite that another program writes to for long', () => {
	it('refuses what has to be written with 503, answers questions between, and continues afterwards', async () => {
		const server = await TestServer.create({ ROOMCAST_LOG_LEVEL: 'fatal' });
		onTestFinished(() => server.close());
		const { roomId } = await server.room();
		const other = new DatabaseSync(join(server.dataDir, 'roomcast.sqlite'));
		onTestFinished(() => other.close());
		other.exec('begin immediate');
		const [made, joined] = await Promise.all([server.post('/v2/rooms', {}), refusal(server.join(roomId, 'ann'))]);
		expect([made.status, made.body.errorCode, made.headers.get('retry-after')]).toEqual([
			503,
			'DATABASE_UNAVAILABLE',
			'2',
		]);
		expect(joined).toMatchObject({ code: 6070, retryAfter: 2 });
		other.exec('rollback');
		const { client } = await vi.waitFor(() => server.join(roomId, 'ann'), { timeout: 30_000, interval: 500 });
		await client.request('leave', {});
	});
});
