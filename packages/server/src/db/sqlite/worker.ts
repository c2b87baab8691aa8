import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import type { SqliteOptions, SqliteReply, SqliteRequest } from './messages.ts';

/**
 * The thread that owns the SQLite connection: one statement after the other, in the order of arrival. An fsync or a
 * slow query holds up this thread, never the event loop that carries signalling.
 */

const STATEMENTS_KEPT = 256;

const port = parentPort;
if (port === null) throw new Error('This file runs as a worker thread');

const { file, busyTimeout } = workerData as SqliteOptions;
const database = new DatabaseSync(file, { timeout: busyTimeout, enableForeignKeyConstraints: true });
// WAL with NORMAL survives the death of the process; only a power cut can lose the last commits, and never corrupts.
database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');

const statements = new Map<string, StatementSync>();

function prepare(sql: string): StatementSync {
	const known = statements.get(sql);
	if (known !== undefined) return known;
	const [oldest] = statements.keys();
	if (statements.size >= STATEMENTS_KEPT && oldest !== undefined) statements.delete(oldest);
	const statement = database.prepare(sql);
	statements.set(sql, statement);
	return statement;
}

function run({ id, sql, parameters }: SqliteRequest): SqliteReply {
	try {
		// SQLite rolls back on its own after some errors (a full disk); after others, a rollback can fail as well.
		if (sql === 'rollback' && !database.isTransaction) return { id, rows: [], changes: 0 };
		if (sql === 'begin immediate' && database.isTransaction) database.exec('rollback');
		const statement = prepare(sql);
		if (statement.columns().length > 0) {
			const rows = statement.all(...parameters).map((row) => ({ ...row }));
			return { id, rows: rows as Extract<SqliteReply, { rows: unknown }>['rows'], changes: rows.length };
		}
		return { id, rows: [], changes: statement.run(...parameters).changes };
	} catch (error) {
		const { message, errcode } = error as Error & { errcode?: number };
		return { id, error: { message, errcode } };
	}
}

port.on('message', (request: SqliteRequest | 'close') => {
	if (request !== 'close') return port.postMessage(run(request));
	database.close();
	port.close();
});
