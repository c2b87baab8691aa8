import {
	CompiledQuery,
	type DatabaseConnection,
	type Dialect,
	type Driver,
	type QueryResult,
	SqliteAdapter,
	SqliteIntrospector,
	SqliteQueryCompiler,
} from 'kysely';
import { toFault } from '../faults.ts';
import type { SqliteValue } from './messages.ts';
import type { SqliteThread } from './SqliteThread.ts';

/** Kysely over a `SqliteThread`. Kysely hands out the one connection to one user at a time. */
export function sqliteDialect(thread: SqliteThread): Dialect {
	return {
		createAdapter: () => new TransactionalSqliteAdapter(),
		createDriver: () => new SqliteDriver(thread),
		createIntrospector: (db) => new SqliteIntrospector(db),
		createQueryCompiler: () => new SqliteQueryCompiler(),
	};
}

/** SQLite rolls back `CREATE TABLE` as well; with this the migrator takes one transaction for all. */
class TransactionalSqliteAdapter extends SqliteAdapter {
	override get supportsTransactionalDdl(): boolean {
		return true;
	}
}

class SqliteDriver implements Driver {
	readonly #thread: SqliteThread;
	readonly #connection: DatabaseConnection;

	constructor(thread: SqliteThread) {
		this.#thread = thread;
		this.#connection = new SqliteConnection(thread);
	}

	async init(): Promise<void> {}

	async acquireConnection(): Promise<DatabaseConnection> {
		return this.#connection;
	}

	// IMMEDIATE waits for another writer here; a plain BEGIN would fail at its first write instead (SQLITE_BUSY).
	async beginTransaction(connection: DatabaseConnection): Promise<void> {
		await connection.executeQuery(CompiledQuery.raw('begin immediate'));
	}

	async commitTransaction(connection: DatabaseConnection): Promise<void> {
		await connection.executeQuery(CompiledQuery.raw('commit'));
	}

	// Kysely throws what this throws in place of why the transaction failed. `begin` cleans up what is left.
	async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
		await connection.executeQuery(CompiledQuery.raw('rollback')).catch(() => {});
	}

	async releaseConnection(): Promise<void> {}

	async destroy(): Promise<void> {
		await this.#thread.close();
	}
}

class SqliteConnection implements DatabaseConnection {
	readonly #thread: SqliteThread;

	constructor(thread: SqliteThread) {
		this.#thread = thread;
	}

	async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
		const { rows, changes } = await this.#thread
			.run(query.sql, query.parameters as readonly SqliteValue[])
			.catch((error) => {
				throw toFault(error);
			});
		return { rows: rows as R[], numAffectedRows: BigInt(changes) };
	}

	streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
		throw new Error('SQLite rows are not streamed; ask for pages');
	}
}
