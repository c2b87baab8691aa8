import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** How long a server waits for the one before it to end, in ms. */
const PATIENCE = 2000;
/** SQLITE_BUSY (https://sqlite.org/rescode.html#busy). */
const BUSY = 5;

/**
 * Holds the data folder for this server alone. Two in one folder would each take the captures and sessions of the other for
 * what a dead server left. The lock is SQLite's: every system has it, and takes it back from a process that is killed.
 *
 * @returns lets go of it
 * @throws when another server holds it
 */
export function holdDataFolder(dataDir: string): () => void {
	const file = join(dataDir, 'server.lock');
	let lock: DatabaseSync | undefined;
	try {
		lock = new DatabaseSync(file, { timeout: PATIENCE });
		lock.exec('BEGIN EXCLUSIVE');
		return lock.close.bind(lock);
	} catch (error) {
		lock?.close();
		const { errcode, message } = error as Error & { errcode?: number };
		throw new Error(
			errcode === BUSY
				? `Another server is running in the data folder ${dataDir}. Stop it, or set ROOMCAST_DATA_DIR to another folder. Servers that work together share a PostgreSQL (ROOMCAST_DATABASE_URL), and each has a data folder of its own`
				: `${file} cannot be locked: ${message}`,
			{ cause: error },
		);
	}
}
