import { pino } from 'pino';
import { expect, it, onTestFinished, vi } from 'vitest';
import { Database } from '../src/db/Database.ts';
import { createLogger, loadConfig, startServer } from '../src/index.ts';
import { deleteOld } from '../src/sessions/quality/deleteOld.ts';
import { insertSamples } from '../src/sessions/quality/store.ts';
import { SignallingClient } from './support/SignallingClient.ts';
import { TestServer } from './support/TestServer.ts';

const DAY = 24 * 60 * 60 * 1000;

/** A server that ran, with a session whose participant has measurements of so many days ago. */
async function measured(ages: readonly number[]) {
	const server = await TestServer.create({ ROOMCAST_STATS_RETENTION_DAYS: '0' });
	onTestFinished(() => server.close());
	const { roomId } = await server.room();
	const token = await server.token();
	const { client, joined } = await SignallingClient.join(server.url, {
		token,
		roomId,
		participantId: 'ann',
		mode: 'SIGNALLING_ONLY',
	});
	await client.request('leave', {});
	const database = await Database.open(
		{ databaseUrl: server.database.url, dataDir: server.dataDir },
		pino({ level: 'silent' }),
	);
	onTestFinished(() => database.close());
	const { id } = await database.queries
		.selectFrom('participants')
		.select('id')
		.where('session_id', '=', joined.sessionId)
		.executeTakeFirstOrThrow();
	const now = Date.now();
	await insertSamples(
		database.queries,
		ages.map((days) => ({
			participant: id,
			session_id: joined.sessionId,
			at: now - days * DAY,
			recv_audio_lost: days,
			recv_video_lost: 0,
			send_audio_lost: 0,
			send_video_lost: 0,
		})),
	);
	const left = async () =>
		(await database.queries.selectFrom('quality_samples').select('recv_audio_lost').orderBy('at').execute()).map(
			(row) => row.recv_audio_lost,
		);
	return { server, database, now, left, sessionId: joined.sessionId };
}

it('measurements that are too old are deleted, a part at a time, and the others stay', async () => {
	const { database, now, left } = await measured([100, 99, 98, 97, 96, 90, 89, 1]);
	expect(await deleteOld(database.queries, 101, now, { batch: 2 })).toBe(0);
	// Exactly 90 days old is not older than 90 days.
	expect(await deleteOld(database.queries, 90, now, { batch: 2 })).toBe(5);
	expect(await left()).toEqual([90, 89, 1]);
	const closing = AbortSignal.abort();
	expect(await deleteOld(database.queries, 1, now + 1, { signal: closing })).toBe(0);
	expect(await left()).toEqual([90, 89, 1]);
});

it('a server deletes them when it starts, unless it keeps them permanently; the session stays', async () => {
	const { server, left, sessionId } = await measured([100, 50, 1]);
	const restart = async (days: string | undefined) => {
		const config = loadConfig({ ...server.environment, ROOMCAST_STATS_RETENTION_DAYS: days });
		const running = await startServer(config, { logger: createLogger(config) });
		onTestFinished(() => running.close());
		return running;
	};
	await server.running.close();
	const forEver = await restart('0');
	expect(await left()).toEqual([100, 50, 1]);
	await forEver.close();
	const usual = await restart(undefined);
	await vi.waitFor(async () => expect(await left()).toEqual([50, 1]), 5_000);
	const answer = await fetch(`${usual.url}/v2/sessions/${sessionId}/stats`, {
		headers: { authorization: await server.token() },
	});
	expect(((await answer.json()) as { stats: unknown[] }).stats).toHaveLength(2);
	await usual.close();
	await restart('10');
	await vi.waitFor(async () => expect(await left()).toEqual([1]), 5_000);
});
