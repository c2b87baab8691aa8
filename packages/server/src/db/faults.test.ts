import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RoomcastError } from '@roomcast/contract';
import { sql } from 'kysely';
import { pino } from 'pino';
import { expect, it, onTestFinished } from 'vitest';
import { Database, type Queries } from './Database.ts';
import { isPassing, toFault } from './faults.ts';
import { newDocumentId } from './ids.ts';
import { SqliteError } from './sqlite/SqliteThread.ts';

const logger = pino({ level: 'silent' });

async function open(): Promise<Database> {
	const dataDir = await mkdtemp(join(tmpdir(), 'roomcast-test-'));
	const database = await Database.open({ databaseUrl: undefined, dataDir }, logger);
	onTestFinished(async () => {
		await database.close();
		await rm(dataDir, { recursive: true, force: true });
	});
	return database;
}

function insert(queries: Queries, id: string, secret = 's') {
	return queries
		.insertInto('keys')
		.values({ id, secret, name: id, user_id: newDocumentId(), development: 0, created_at: 1, revoked_at: null })
		.execute();
}

/** SQLite answers SQLITE_FULL for a file that may not grow, as for a disk that is full. */
async function fill(database: Database): Promise<void> {
	await sql`pragma max_page_count = 1`.execute(database.queries);
}

async function empty(database: Database): Promise<void> {
	await sql`pragma max_page_count = 1000000`.execute(database.queries);
}

const LARGE = 'x'.repeat(500_000);

it('a full disk is DISK_FULL, with what SQLite said as its cause, and does not hide behind the rollback', async () => {
	const database = await open();
	await fill(database);
	const alone = await insert(database.queries, 'a', LARGE).catch((reason) => reason);
	expect(alone).toMatchObject({ error: 'DISK_FULL', status: 503, retryAfter: 10 });
	const inside = await database.transaction((queries) => insert(queries, 'b', LARGE)).catch((reason) => reason);
	expect(inside).toMatchObject({ error: 'DISK_FULL', cause: { errcode: 13 } });
	await empty(database);
	await database.transaction((queries) => insert(queries, 'c', LARGE));
	expect(await database.queries.selectFrom('keys').select('id').execute()).toEqual([{ id: 'c' }]);
});

it('a file that may not be written is DATABASE_UNAVAILABLE', async () => {
	const database = await open();
	await sql`pragma query_only = 1`.execute(database.queries);
	const error = await database.transaction((queries) => insert(queries, 'a')).catch((reason) => reason);
	expect(error).toMatchObject({ error: 'DATABASE_UNAVAILABLE', status: 503, cause: { errcode: 8 } });
});

it.each([
	[new SqliteError('database is locked', 5), 'DATABASE_UNAVAILABLE'],
	[new SqliteError('locking protocol', 15), 'DATABASE_UNAVAILABLE'],
	[new SqliteError('disk I/O error', 4874), 'DATABASE_UNAVAILABLE'],
	[new SqliteError('UNIQUE constraint failed', 2067), undefined],
	[Object.assign(new AggregateError([], 'x'), { code: 'ECONNREFUSED' }), 'DATABASE_UNAVAILABLE'],
	[Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }), 'DATABASE_UNAVAILABLE'],
	[Object.assign(new Error('terminating connection'), { code: '57P01' }), 'DATABASE_UNAVAILABLE'],
	[Object.assign(new Error('sorry, too many clients already'), { code: '53300' }), 'DATABASE_UNAVAILABLE'],
	[
		Object.assign(new Error('cannot execute INSERT in a read-only transaction'), { code: '25006' }),
		'DATABASE_UNAVAILABLE',
	],
	[Object.assign(new Error('could not extend file: No space left on device'), { code: '53100' }), 'DISK_FULL'],
	[Object.assign(new Error('deadlock detected'), { code: '40P01' }), 'DATABASE_UNAVAILABLE'],
	[Object.assign(new Error('could not serialize access'), { code: '40001' }), 'DATABASE_UNAVAILABLE'],
	[Object.assign(new Error('duplicate key value'), { code: '23505' }), undefined],
	[Object.assign(new Error('syntax error'), { code: '42601' }), undefined],
	[new Error('Connection terminated unexpectedly'), 'DATABASE_UNAVAILABLE'],
	[new Error('timeout exceeded when trying to connect'), 'DATABASE_UNAVAILABLE'],
	[new TypeError('x is undefined'), undefined],
])('%s is %s', (error, name) => {
	const fault = toFault(error);
	expect(isPassing(fault)).toBe(name !== undefined);
	if (name === undefined) expect(fault).toBe(error);
	else expect(fault).toMatchObject({ error: name, cause: error });
	// Addresses and paths are for the log.
	if (fault instanceof RoomcastError) expect(fault.message).not.toContain(error.message);
});
