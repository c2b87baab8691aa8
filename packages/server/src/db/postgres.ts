import { RoomcastError } from '@roomcast/contract';
import { type Dialect, type Driver, PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely';
import pg from 'pg';
import type { Logger } from 'pino';
import { isConflict, isPassing, toFault } from './faults.ts';

/** OID of `bigint`; we keep milliseconds and counts in it, which a JavaScript number holds exactly. */
const INT8 = 20;
/** ms until a server that does not answer is taken for one that is away. */
const CONNECT_TIMEOUT = 5_000;
/** ms that one statement may take; a network that is cut says nothing. */
const STATEMENT_TIMEOUT = 20_000;
/** ms without traffic after which the system asks whether the other end lives. */
const KEEP_ALIVE = 10_000;

export interface PostgresConnections {
	readonly dialect: Dialect;
	/** From here on no statement may take longer than 20 s; migrations may. */
	limitStatements(): void;
}

/** Kysely over a pool of PostgreSQL connections, whose errors are those of `toFault`. */
export function postgresConnections(connectionString: string, logger: Logger): PostgresConnections {
	const types: pg.CustomTypesConfig = {
		getTypeParser: ((oid: number, format?: 'text') =>
			oid === INT8 ? Number : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
	};
	const pool = new pg.Pool({
		connectionString,
		types,
		max: 10,
		connectionTimeoutMillis: CONNECT_TIMEOUT,
		keepAlive: true,
		keepAliveInitialDelayMillis: KEEP_ALIVE,
		application_name: 'roomcast',
	});
	// An idle connection that breaks (server restarted) is replaced by the pool; without a listener it ends the process.
	pool.on('error', (error) => logger.warn({ err: error }, 'an idle database connection broke'));
	// The pool listens to idle connections only. One that breaks in use fails its statement; without a listener of its own
	// it would end the process as well.
	pool.on('connect', (client) => client.on('error', () => {}));
	let timeout: number | undefined;
	return {
		dialect: new ForgivingDialect({ pool: reporting(pool, () => timeout) }),
		limitStatements() {
			timeout = STATEMENT_TIMEOUT;
		},
	};
}

/** A rollback that fails says nothing about why it was needed: Kysely discards the connection, and throws its error. */
class ForgivingDialect extends PostgresDialect {
	override createDriver(): Driver {
		const driver = super.createDriver();
		const rollback = driver.rollbackTransaction.bind(driver);
		driver.rollbackTransaction = (connection) => rollback(connection).catch(() => {});
		return driver;
	}
}

type Query = (text: string, parameters: readonly unknown[]) => Promise<unknown>;

/** The same pool; a connection that failed is not used again. */
function reporting(pool: pg.Pool, timeout: () => number | undefined): PostgresPool {
	/** As `pg` made it, by client. */
	const queries = new WeakMap<object, Query>();
	return {
		options: pool.options as PostgresPool['options'],
		end: () => pool.end(),
		async connect() {
			// Whatever keeps us from a connection, the database cannot be used.
			const client = await pool.connect().catch((error: Error) => {
				throw new RoomcastError('DATABASE_UNAVAILABLE', undefined, { cause: error });
			});
			let broken: unknown;
			const query = queries.get(client) ?? (client.query.bind(client) as unknown as Query);
			queries.set(client, query);
			const release = client.release;
			return Object.assign(client, {
				async query(text: string, parameters: readonly unknown[]) {
					if (broken !== undefined) throw broken;
					try {
						return await within(query(text, parameters), timeout());
					} catch (error) {
						const fault = toFault(error);
						if (isPassing(fault) && !isConflict(fault)) broken = fault;
						throw fault;
					}
				},
				release(destroy?: boolean) {
					release(destroy === true || broken !== undefined);
				},
			}) as unknown as PostgresPoolClient;
		},
	};
}

async function within<T>(promise: Promise<T>, ms: number | undefined): Promise<T> {
	if (ms === undefined) return promise;
	const late = Promise.withResolvers<never>();
	// The words of `pg`, as for a connection that is not made in time.
	const timer = setTimeout(() => late.reject(new Error(`timeout expired: no answer in ${ms} ms`)), ms);
	try {
		return await Promise.race([promise, late.promise]);
	} finally {
		clearTimeout(timer);
	}
}
