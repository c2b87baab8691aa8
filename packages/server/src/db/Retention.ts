import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { epochMs } from '../time/clock.ts';

const INTERVAL_MS = 60 * 60 * 1000;

export interface RetentionOptions {
	/** What is deleted, for the log: `old webhook deliveries`. */
	readonly what: string;
	/** Deletes what is too old, and stops between two parts of it when `signal` says so. @returns how many rows */
	deleteOld(now: number, signal: AbortSignal): Promise<number>;
	readonly logger: Logger;
}

/** Deletes what is too old: at the start, and every hour. */
export class Retention {
	readonly #closing = new AbortController();
	readonly #loop: Promise<void>;

	constructor(options: RetentionOptions) {
		this.#loop = this.#run(options);
	}

	get closed(): boolean {
		return this.#closing.signal.aborted;
	}

	async close(): Promise<void> {
		this.#closing.abort();
		await this.#loop;
	}

	async #run({ what, deleteOld, logger }: RetentionOptions): Promise<void> {
		while (!this.closed) {
			try {
				const deleted = await deleteOld(epochMs(), this.#closing.signal);
				if (deleted > 0) logger.info({ deleted }, `${what} deleted`);
			} catch (error) {
				logger.warn({ err: error }, `${what} cannot be deleted`);
			}
			await sleep(INTERVAL_MS, undefined, { signal: this.#closing.signal }).catch(() => {});
		}
	}
}

/** How much is deleted at a time, and until when. */
export interface Batches {
	/** Rows. */
	readonly batch?: number;
	/** Ends it between two parts. */
	readonly signal?: AbortSignal;
}

const BATCH = 500;

/**
 * Delete a part at a time, so that others get their turn in between.
 *
 * @param deleteSome deletes at most so many rows, and tells how many
 * @returns how many rows
 */
export async function deleteInBatches(
	deleteSome: (limit: number) => Promise<number>,
	{ batch = BATCH, signal }: Batches = {},
): Promise<number> {
	let total = 0;
	while (signal?.aborted !== true) {
		const deleted = await deleteSome(batch);
		total += deleted;
		if (deleted < batch) break;
	}
	return total;
}
