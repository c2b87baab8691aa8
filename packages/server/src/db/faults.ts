import { type ErrorName, RoomcastError } from '@roomcast/contract';

/**
 * Result codes of SQLite that are no fault of the statement (https://sqlite.org/rescode.html): PERM, BUSY, LOCKED, NOMEM,
 * READONLY, IOERR, CORRUPT, CANTOPEN, PROTOCOL (lost the race for a lock of the WAL for seconds), NOTADB.
 */
const SQLITE_UNAVAILABLE = [3, 5, 6, 7, 8, 10, 11, 14, 15, 26];
const SQLITE_FULL = 13;

/**
 * SQLSTATEs of PostgreSQL that are no fault of the statement (its appendix A): connection exceptions, a server that shuts
 * down, starts, lacks resources or has lost its disk, one that does not let us in, and a standby that takes no writes.
 */
const POSTGRES_UNAVAILABLE = /^(08...|57P0.|53...|58...|28...|3D000|25006)$/;
const POSTGRES_DISK_FULL = '53100';

/**
 * SQLSTATEs with which PostgreSQL ends a transaction in favour of others, which the same transaction can follow at once:
 * serialization_failure, deadlock_detected (https://www.postgresql.org/docs/current/mvcc-serialization-failure-handling.html).
 */
const POSTGRES_CONFLICTS: readonly unknown[] = ['40001', '40P01'];

/** What Node.js reports of a connection. */
const NETWORK = [
	'ECONNREFUSED',
	'ECONNRESET',
	'ECONNABORTED',
	'EPIPE',
	'ETIMEDOUT',
	'EHOSTUNREACH',
	'ENETUNREACH',
	'ENETDOWN',
	'ENOTFOUND',
	'EAI_AGAIN',
	'ENOENT',
	'EACCES',
];

/** What `pg` throws without a code. */
const POSTGRES_MESSAGES = /^(Connection terminated|Client (has encountered|was closed)|timeout (exceeded|expired))/;

/**
 * What a database threw, as what it means to a caller: DATABASE_UNAVAILABLE and DISK_FULL pass, with the error of the
 * database as their cause; its message may name hosts and paths, and is for the log only. Anything else is returned as it
 * is: a constraint, a wrong statement.
 */
export function toFault(error: unknown): unknown {
	if (!(error instanceof Error) || error instanceof RoomcastError) return error;
	const name = faultOf(error);
	return name === undefined ? error : new RoomcastError(name, undefined, { cause: error });
}

/** Whether a request failed because the database is away or its disk is full: the same may succeed later. */
export function isPassing(error: unknown): boolean {
	return error instanceof RoomcastError && (error.error === 'DATABASE_UNAVAILABLE' || error.error === 'DISK_FULL');
}

/** Whether the database ended a transaction in favour of another: the same works when it runs again. */
export function isConflict(error: unknown): boolean {
	const { cause } = error as { cause?: { code?: unknown } };
	return isPassing(error) && POSTGRES_CONFLICTS.includes(cause?.code);
}

function faultOf(error: Error): ErrorName | undefined {
	const { code, errcode } = error as { code?: unknown; errcode?: unknown };
	if (typeof errcode === 'number') {
		// The low byte is the primary code of an extended one.
		if ((errcode & 0xff) === SQLITE_FULL) return 'DISK_FULL';
		return SQLITE_UNAVAILABLE.includes(errcode & 0xff) ? 'DATABASE_UNAVAILABLE' : undefined;
	}
	if (code === POSTGRES_DISK_FULL) return 'DISK_FULL';
	if (POSTGRES_CONFLICTS.includes(code)) return 'DATABASE_UNAVAILABLE';
	const away =
		typeof code === 'string'
			? NETWORK.includes(code) || POSTGRES_UNAVAILABLE.test(code)
			: POSTGRES_MESSAGES.test(error.message);
	return away ? 'DATABASE_UNAVAILABLE' : undefined;
}
