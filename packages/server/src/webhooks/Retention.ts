import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Database } from '../db/Database.ts';
import { deleteIdle } from './queueStore.ts';
import { deleteSettled } from './store.ts';

/** How long the log keeps what waits for nothing more. */
const KEEP_MS = 30 * 24 * 60 * 60 * 1000;
const INTERVAL_MS = 60 * 60 * 1000;
/** Rows at a time: others get their turn in between. */
const BATCH = 500;

/**
 * Delete what is older than thirty days: deliveries that are not pending, and what only they needed.
 *
 * @returns how many deliveries
 */
export async function deleteOld({ queries }: Pick<Database, 'queries'>, now: number, batch = BATCH): Promise<number> {
	const before = now - KEEP_MS;
	let total = 0;
	for (;;) {
		const deleted = await deleteSettled(queries, before, batch);
		total += deleted;
		if (deleted < batch) break;
	}
	await deleteIdle(queries, before);
	return total;
}

/** Deletes old deliveries every hour. */
export class Retention {
	readonly #closing = new AbortController();
	readonly #loop: Promise<void>;

	constructor(database: Database, logger: Logger) {
		this.#loop = this.#run(database, logger);
	}

	get closed(): boolean {
		return this.#closing.signal.aborted;
	}

	async close(): Promise<void> {
		this.#closing.abort();
		await this.#loop;
	}

	async #run(database: Database, logger: Logger): Promise<void> {
		while (!this.closed) {
			try {
				const deleted = await deleteOld(database, Date.now());
				if (deleted > 0) logger.info({ deleted }, 'old webhook deliveries deleted');
			} catch (error) {
				logger.warn({ err: error }, 'old webhook deliveries cannot be deleted');
			}
			await sleep(INTERVAL_MS, undefined, { signal: this.#closing.signal }).catch(() => {});
		}
	}
}
