import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Database, type Queries } from './Database.ts';
import { newDocumentId } from './ids.ts';
import { SqliteError } from './sqlite/SqliteThread.ts';

const logger = pino({ level: 'silent' });
let dataDir: string;
let database: Database;

beforeEach(async () => {
	dataDir = await mkdtemp(join(tmpdir(), 'roomcast-test-'));
	database = await Database.open({ databaseUrl: undefined, dataDir }, logger);
});
afterEach(async () => {
	await database.close();
	await rm(dataDir, { recursive: true, force: true });
});

function insert(queries: Queries, id: string) {
	return queries
		.insertInto('keys')
		.values({ id, secret: 's', name: id, user_id: newDocumentId(), development: 0, created_at: 1, revoked_at: null })
		.execute();
}

const count = async (from: Database = database) =>
	(await from.queries.selectFrom('keys').select('id').execute()).length;

describe('Database on SQLite', () => {
	it('keeps a transaction whole or not at all', async () => {
		const failed = database.transaction(async (queries) => {
			await insert(queries, 'a');
			throw new Error('changed my mind');
		});
		await expect(failed).rejects.toThrow('changed my mind');
		expect(await count()).toBe(0);
		await database.transaction((queries) => insert(queries, 'a'));
		expect(await count()).toBe(1);
	});

	it('runs transactions one after the other, and nothing else in between', async () => {
		const steps: string[] = [];
		const inside = database.transaction(async (queries) => {
			steps.push('a begins');
			await insert(queries, 'a');
			await queries.selectFrom('keys').selectAll().execute();
			steps.push('a ends');
		});
		const other = database.transaction(async (queries) => {
			steps.push('b begins');
			await insert(queries, 'b');
			steps.push('b ends');
		});
		await Promise.all([inside, other]);
		expect(steps).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
	});

	it('reports a broken constraint with its code, and continues', async () => {
		await insert(database.queries, 'a');
		const error = await insert(database.queries, 'a').catch((reason) => reason);
		expect(error).toBeInstanceOf(SqliteError);
		expect(error.errcode).toBe(1555); // SQLITE_CONSTRAINT_PRIMARYKEY
		expect(await count()).toBe(1);
	});

	it('waits for another process that writes', async () => {
		const other = await Database.open({ databaseUrl: undefined, dataDir }, logger);
		const held = Promise.withResolvers<void>();
		const first = database.transaction(async (queries) => {
			await insert(queries, 'a');
			await held.promise;
		});
		const second = other.transaction((queries) => insert(queries, 'b'));
		held.resolve();
		await Promise.all([first, second]);
		expect(await count(other)).toBe(2);
		await other.close();
	});

	it('is for its owner only', async () => {
		expect((await stat(join(dataDir, 'roomcast.sqlite'))).mode & 0o777).toBe(0o600);
		await insert(database.queries, 'a');
		expect((await stat(join(dataDir, 'roomcast.sqlite-wal'))).mode & 0o777).toBe(0o600);
	});

	it('refuses everything after close', async () => {
		await database.close();
		await expect(database.ping()).rejects.toThrow();
	});
});

describe('Database.open', () => {
	it('names the file that is no database', async () => {
		const folder = await mkdtemp(join(tmpdir(), 'roomcast-test-'));
		await writeFile(join(folder, 'roomcast.sqlite'), 'this is not a database at all, but a text');
		const opened = Database.open({ databaseUrl: undefined, dataDir: folder }, logger);
		await expect(opened).rejects.toThrow(/roomcast\.sqlite cannot be opened: file is not a database/);
		await rm(folder, { recursive: true });
	});

	it('names a PostgreSQL that does not answer, without its password', async () => {
		const opened = Database.open({ databaseUrl: 'postgres://user:hunter2@127.0.0.1:9/db', dataDir }, logger);
		const error: Error = await opened.catch((reason) => reason);
		expect(error.message).toMatch(
			/^PostgreSQL at 127\.0\.0\.1:9\/db \(ROOMCAST_DATABASE_URL\) cannot be used: .*ECONNREFUSED/,
		);
		expect(error.message).not.toContain('hunter2');
	});
});

it('document ids sort by the time they were made', () => {
	const ids = Array.from({ length: 1000 }, () => newDocumentId(1_700_000_000_000));
	expect(new Set(ids).size).toBe(1000);
	for (const id of ids) expect(id).toMatch(/^[0-9a-f]{24}$/);
	expect(newDocumentId(1_700_000_001_000) > newDocumentId(1_700_000_000_000)).toBe(true);
});
