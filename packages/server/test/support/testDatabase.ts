import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { pino } from 'pino';
import { Database } from '../../src/index.ts';

/** A database for one test file. */
export interface TestDatabase {
	readonly engine: 'sqlite' | 'postgres';
	/** For `ROOMCAST_DATABASE_URL`; undefined means SQLite in the data folder. */
	readonly url: string | undefined;
	drop(): Promise<void>;
}

/** What the others on PostgreSQL are copied from: to make the schema takes longer than all else that many of them do. */
const TEMPLATE = 'roomcast_schema';
/** Of pg_advisory_lock: test files run in several processes. */
const TEMPLATE_LOCK = 7_266_002;
let template: Promise<void> | undefined;

export interface TestDatabaseOptions {
	/** Without the schema, as an operator creates it. On SQLite each begins so. */
	readonly empty?: boolean;
}

/**
 * A fresh database on the engine that `ROOMCAST_TEST_DATABASE` names, SQLite when it names none. PostgreSQL is reached by
 * `ROOMCAST_TEST_DATABASE_URL`, a database from which others may be created.
 */
export async function createTestDatabase({ empty = false }: TestDatabaseOptions = {}): Promise<TestDatabase> {
	const engine = process.env.ROOMCAST_TEST_DATABASE || 'sqlite';
	if (engine === 'sqlite') return { engine, url: undefined, drop: async () => {} };
	if (engine !== 'postgres') throw new Error(`ROOMCAST_TEST_DATABASE is "${engine}"; it must be sqlite or postgres`);
	const adminUrl = process.env.ROOMCAST_TEST_DATABASE_URL;
	if (!adminUrl) throw new Error('ROOMCAST_TEST_DATABASE is postgres, but ROOMCAST_TEST_DATABASE_URL is not set');

	if (!empty) {
		template ??= makeTemplate(adminUrl);
		await template;
	}
	const name = `roomcast_${randomBytes(6).toString('hex')}`;
	await administrate(adminUrl, (admin) =>
		admin.query(`create database ${name}${empty ? '' : ` template ${TEMPLATE}`}`),
	);
	const drop = async () => {
		await administrate(adminUrl, (admin) => admin.query(`drop database ${name} with (force)`));
	};
	return { engine, url: databaseUrl(adminUrl, name), drop };
}

/** Makes the template, once on each server: it has its name when it is whole. */
async function makeTemplate(adminUrl: string): Promise<void> {
	await administrate(adminUrl, async (admin) => {
		await admin.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
		const { rowCount } = await admin.query('select from pg_database where datname = $1', [TEMPLATE]);
		if (rowCount !== 0) return;
		const draft = `${TEMPLATE}_draft`;
		await admin.query(`drop database if exists ${draft}`);
		await admin.query(`create database ${draft}`);
		const databaseOptions = { databaseUrl: databaseUrl(adminUrl, draft), dataDir: '' };
		await (await Database.open(databaseOptions, pino({ level: 'silent' }))).close();
		await admin.query(`alter database ${draft} rename to ${TEMPLATE}`);
	});
}

function databaseUrl(adminUrl: string, name: string): string {
	const url = new URL(adminUrl);
	url.pathname = `/${name}`;
	return url.href;
}

async function administrate<T>(connectionString: string, work: (admin: pg.Client) => Promise<T>): Promise<T> {
	const client = new pg.Client({ connectionString });
	await client.connect();
	try {
		return await work(client);
	} finally {
		await client.end();
	}
}
