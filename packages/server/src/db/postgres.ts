import { type Dialect, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Logger } from 'pino';

/** OID of `bigint`; we keep milliseconds and counts in it, which a JavaScript number holds exactly. */
const INT8 = 20;

/** Kysely over a pool of PostgreSQL connections. */
export function postgresDialect(connectionString: string, logger: Logger): Dialect {
	const types: pg.CustomTypesConfig = {
		getTypeParser: ((oid: number, format?: 'text') =>
			oid === INT8 ? Number : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
	};
	const pool = new pg.Pool({
		connectionString,
		types,
		max: 10,
		connectionTimeoutMillis: 5_000,
		application_name: 'roomcast',
	});
	// An idle connection that breaks (server restarted) is replaced by the pool; without a listener it ends the process.
	pool.on('error', (error) => logger.warn({ err: error }, 'an idle database connection broke'));
	return new PostgresDialect({ pool });
}
