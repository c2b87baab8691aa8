import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** A database for one test file. */
export interface TestDatabase {
	readonly engine: 'sqlite' | 'postgres';
	/** For `ROOMCAST_DATABASE_URL`; undefined means SQLite in the data folder. */
	readonly url: string | undefined;
	drop(): Promise<void>;
}

/**
 * A fresh database on the engine that `ROOMCAST_TEST_DATABASE` names, SQLite when it names none. PostgreSQL is reached by
 * `ROOMCAST_TEST_DATABASE_URL`, a database from which others may be created.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
	const engine = process.env.ROOMCAST_TEST_DATABASE || 'sqlite';
	if (engine === 'sqlite') return { engine, url: undefined, drop: async () => {} };
	if (engine !== 'postgres')
		throw new Error(`ROOMCAST_TEST_DATABASE holds "${engine}"; it may hold sqlite or postgres`);
	const adminUrl = process.env.ROOMCAST_TEST_DATABASE_URL;
	if (!adminUrl) throw new Error('ROOMCAST_TEST_DATABASE is postgres, but ROOMCAST_TEST_DATABASE_URL is not set');

	const name = `roomcast_${randomBytes(6).toString('hex')}`;
	await administrate(adminUrl, `create database ${name}`);
	const url = new URL(adminUrl);
	url.pathname = `/${name}`;
	return { engine, url: url.href, drop: () => administrate(adminUrl, `drop database ${name} with (force)`) };
}

async function administrate(connectionString: string, statement: string): Promise<void> {
	const client = new pg.Client({ connectionString });
	await client.connect();
	try {
		await client.query(statement);
	} finally {
		await client.end();
	}
}
