import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { Kysely, type Kysely as KyselyType, sql } from 'kysely';
import type { Logger } from 'pino';
import { isConflict } from './faults.ts';
import { migrate } from './migrate.ts';
import { postgresConnections } from './postgres.ts';
import type { Tables } from './schema.ts';
import { sqliteDialect } from './sqlite/dialect.ts';
import { SqliteThread } from './sqlite/SqliteThread.ts';

/** Where queries go: the database itself, or a transaction of it. Stores take this, so that they work in both. */
export type Queries = KyselyType<Tables>;

/** Where the database is. */
export interface DatabaseOptions {
	/** `postgres://…`; without it SQLite in the data folder. */
	readonly databaseUrl: string | undefined;
	readonly dataDir: string;
}

const BUSY_TIMEOUT_MS = 10_000;
/** How often a transaction runs that PostgreSQL ends in favour of another, each time after a second (`deadlock_timeout`). */
const MOST_TRIES = 5;

/**
 * The database, migrated and ready. While it is away, or its disk is full, queries and transactions reject with
 * RoomcastError DATABASE_UNAVAILABLE or DISK_FULL: see `faults.ts`.
 */
export class Database {
	readonly engine: 'sqlite' | 'postgres';
	/** Queries outside of a transaction. */
	readonly queries: Queries;
	/** What waits for the commit of a running transaction. */
	readonly #afterCommit = new WeakMap<Queries, (() => void)[]>();

	private constructor(engine: 'sqlite' | 'postgres', queries: Queries) {
		this.engine = engine;
		this.queries = queries;
	}

	/**
	 * Connect and migrate.
	 *
	 * @throws when the database cannot be reached, opened or migrated; the message says which, without the password
	 */
	static async open({ databaseUrl, dataDir }: DatabaseOptions, logger: Logger): Promise<Database> {
		const connections = databaseUrl === undefined ? undefined : postgresConnections(databaseUrl, logger);
		const database =
			connections === undefined
				? await Database.#sqlite(dataDir)
				: new Database('postgres', new Kysely<Tables>({ dialect: connections.dialect }));
		try {
			if (databaseUrl !== undefined) await database.#connect(databaseUrl);
			const applied = await migrate(database.queries);
			if (applied.length > 0) logger.info({ migrations: applied }, 'database migrated');
			connections?.limitStatements();
			return database;
		} catch (error) {
			await database.close();
			throw error;
		}
	}

	static async #sqlite(dataDir: string): Promise<Database> {
		const file = join(dataDir, 'roomcast.sqlite');
		try {
			// Not for others to read: the database holds the secrets of the API keys. SQLite's own files take its mode.
			await mkdir(dataDir, { recursive: true, mode: 0o700 });
			await (await open(file, 'a', 0o600)).close();
			const thread = await SqliteThread.open({ file, busyTimeout: BUSY_TIMEOUT_MS });
			return new Database('sqlite', new Kysely<Tables>({ dialect: sqliteDialect(thread) }));
		} catch (error) {
			throw new Error(`The database ${file} cannot be opened: ${(error as Error).message}`, { cause: error });
		}
	}

	/**
	 * Do several things or none: what `work` writes is committed when it resolves and undone when it rejects. Pass its
	 * argument to the stores. Inside, wait for nothing but the database: on SQLite all others wait for the transaction.
	 * `work` runs again if PostgreSQL ends the transaction in favour of another (a deadlock), so it changes nothing but the
	 * database; leave the rest to `afterCommit`.
	 */
	async transaction<T>(work: (queries: Queries) => Promise<T>): Promise<T> {
		let actions: (() => void)[] = [];
		const run = (queries: Queries) => {
			actions = [];
			this.#afterCommit.set(queries, actions);
			return work(queries);
		};
		const result = await this.#repeated(() => this.queries.transaction().execute(run));
		for (const action of actions) action();
		return result;
	}

	/** Runs a transaction again that PostgreSQL ends in favour of another. */
	async #repeated<T>(transaction: () => Promise<T>): Promise<T> {
		for (let tries = 1; ; tries++)
			try {
				return await transaction();
			} catch (error) {
				if (tries === MOST_TRIES || !isConflict(error)) throw error;
			}
	}

	/**
	 * Do something once a transaction is committed, and not when it is undone.
	 *
	 * @param queries what `transaction` handed to its `work`
	 * @throws when it is not that
	 */
	afterCommit(queries: Queries, action: () => void): void {
		const actions = this.#afterCommit.get(queries);
		if (actions === undefined) throw new Error('These queries are not those of a transaction of this database');
		actions.push(action);
	}

	/** Resolves when the database answers. */
	async ping(): Promise<void> {
		await sql`select 1`.execute(this.queries);
	}

	async close(): Promise<void> {
		await this.queries.destroy();
	}

	async #connect(databaseUrl: string): Promise<void> {
		const { hostname, port, pathname } = new URL(databaseUrl);
		try {
			await this.ping();
		} catch (error) {
			const { cause = error } = error as Error;
			const reason = cause instanceof AggregateError ? cause.errors[0] : cause;
			throw new Error(
				`PostgreSQL at ${hostname}:${port || 5432}${pathname} (ROOMCAST_DATABASE_URL) cannot be used: ${(reason as Error).message}`,
				{ cause: error },
			);
		}
	}
}
