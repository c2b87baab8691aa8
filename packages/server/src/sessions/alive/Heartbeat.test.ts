import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Database } from '../../db/Database.ts';
import { Heartbeat } from './Heartbeat.ts';
import { nodeIdOf } from './nodeId.ts';

const logger = pino({ level: 'silent' });
const HOUR = 3_600_000;
let folder: string;
let database: Database;
let heartbeat: Heartbeat;
/** ms that the clock of `heartbeat` is ahead of what it would be. */
let ahead = 0;

beforeEach(async () => {
	ahead = 0;
	folder = await mkdtemp(join(tmpdir(), 'roomcast-test-'));
	database = await Database.open({ databaseUrl: undefined, dataDir: folder }, logger);
	heartbeat = await Heartbeat.create({ database, dataDir: folder, logger, now: () => performance.now() + ahead });
});
afterEach(async () => {
	await heartbeat.close();
	await database.close();
	await rm(folder, { recursive: true, force: true });
});

/** A server whose last sign of life carries a time. */
async function otherServer(nodeId: string, aliveAt: number) {
	const values = { id: 'other', node_id: nodeId, started_at: 1, alive_at: aliveAt };
	await database.queries.insertInto('server_runs').values(values).execute();
	return (at: number) =>
		database.queries.updateTable('server_runs').set({ alive_at: at }).where('id', '=', 'other').execute();
}
const dead = async () => (await heartbeat.deadRuns()).map(({ id }) => id);

it.each([
	['set an hour ahead', HOUR],
	['set an hour back', -HOUR],
])('a server elsewhere whose clock is %s lives until its sign of life has not changed for 15 s', async (_, skew) => {
	const beat = await otherServer('elsewhere', Date.now() + skew);
	expect(await dead()).toEqual([]);
	ahead += 10_000;
	await beat(Date.now() + skew + 1);
	expect(await dead()).toEqual([]);
	ahead += 10_000;
	expect(await dead()).toEqual([]);
	ahead += 5_000;
	expect(await dead()).toEqual(['other']);
});

it('one that shares the data folder lives while its sign of life changes, whatever time that says', async () => {
	const beat = await otherServer(await nodeIdOf(folder), Date.now() - HOUR);
	const looked = dead();
	await sleep(200);
	await beat(Date.now() - HOUR + 1);
	expect(await looked).toEqual([]);
	expect(await dead()).toEqual(['other']);
});
