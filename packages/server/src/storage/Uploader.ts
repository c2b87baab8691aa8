import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Database } from '../db/Database.ts';
import { newDocumentId } from '../db/ids.ts';
import { epochMs } from '../time/clock.ts';
import type { FileWork } from './FileWork.ts';
import { abandonedFiles, claimFile, type DueFile, dueFiles, nextDue, renewClaim } from './fileStore.ts';
import type { StoredFile } from './StoredFile.ts';
import { ABANDONED_AFTER_MS } from './schedule.ts';

/** How long a file is claimed without its claim being renewed: after it what a dead process worked on is taken up. */
const CLAIM_MS = 6_000;
const RENEW_MS = 2_000;
/** How often is looked for what others have added or left. What this process adds is taken up at once. */
const POLL_MS = 1_000;
/** How often is looked for files of servers that do not come back. */
const ABANDONED_POLL_MS = 10 * 60_000;
/** Transfers at a time. */
const LIMITS: TransferLimits = { total: 24, perQueue: 3 };
const DRAIN_POLL_MS = 20;

/** How many transfers run at once: in all, and to one storage, so that a slow one leaves room for the others. */
export interface TransferLimits {
	readonly total: number;
	readonly perQueue: number;
}

export interface UploaderOptions {
	readonly database: Database;
	/** Of this data folder: whose local files are here. */
	readonly nodeId: string;
	readonly work: Pick<FileWork, 'run' | 'abandon'>;
	readonly logger: Logger;
	/** ms that `close` waits for what is due. */
	readonly closeGrace: number;
	readonly limits?: TransferLimits;
	/** Epoch ms. */
	readonly now?: () => number;
}

/** Finds the files that something is to be done with, and has it done: many at a time, each by one process only. */
export class Uploader {
	readonly #options: UploaderOptions;
	readonly #limits: TransferLimits;
	readonly #now: () => number;
	/** Transfers that run, by queue. */
	readonly #running = new Map<string, number>();
	readonly #workers = new Set<Promise<void>>();
	readonly #stop = new AbortController();
	#loop: Promise<void> | undefined;
	#wake = Promise.withResolvers<void>();
	#abandonedAt = 0;

	constructor(options: UploaderOptions) {
		this.#options = options;
		this.#limits = options.limits ?? LIMITS;
		this.#now = options.now ?? epochMs;
	}

	/** Begin. */
	start(): void {
		this.#loop ??= this.#run();
	}

	get closed(): boolean {
		return this.#stop.signal.aborted;
	}

	/** Look for work now. */
	wake(): void {
		this.#wake.resolve();
	}

	/** Finish what can be finished in a moment; the next start goes on with the rest. */
	async close(): Promise<void> {
		await this.#drain().catch(() => {});
		this.#stop.abort(new Error('the server is closing'));
		this.wake();
		await this.#loop;
		await Promise.all(this.#workers);
	}

	/** What was recorded until the end is handed in while the server closes. */
	async #drain(): Promise<void> {
		const { database, nodeId, closeGrace } = this.#options;
		const end = performance.now() + closeGrace;
		while (performance.now() < end && this.#loop !== undefined && !this.closed) {
			const due = await dueFiles(database.queries, { nodeId, now: this.#now(), except: [], limit: 1 });
			if (due.length === 0 && this.#workers.size === 0) return;
			this.wake();
			await sleep(DRAIN_POLL_MS);
		}
	}

	async #run(): Promise<void> {
		while (!this.closed) {
			this.#wake = Promise.withResolvers();
			let pause = POLL_MS;
			try {
				await this.#giveUpAbandoned();
				pause = await this.#startDue();
			} catch (error) {
				this.#options.logger.error({ err: error }, 'files to be stored cannot be read from the database');
			}
			const timer = new AbortController();
			await Promise.race([this.#wake.promise, sleep(pause, undefined, { signal: timer.signal }).catch(() => {})]);
			timer.abort();
		}
	}

	/** @returns ms until there may be something to do again */
	async #startDue(): Promise<number> {
		const { database, nodeId } = this.#options;
		while (!this.closed && this.#workers.size < this.#limits.total) {
			const now = this.#now();
			const except = [...this.#running].filter(([, count]) => count >= this.#limits.perQueue).map(([queue]) => queue);
			const limit = this.#limits.total - this.#workers.size;
			const due = await dueFiles(database.queries, { nodeId, now, except, limit });
			if (due.length === 0) {
				const next = await nextDue(database.queries, { nodeId, now, except });
				return next === undefined ? POLL_MS : Math.min(POLL_MS, Math.max(0, next - this.#now()));
			}
			for (const { id, queue } of due) {
				if ((this.#running.get(queue) ?? 0) >= this.#limits.perQueue) continue;
				const claim = newDocumentId();
				const file = await claimFile(database.queries, id, { claim, now, until: now + CLAIM_MS });
				if (file !== undefined) this.#start(file, queue, claim);
			}
		}
		return POLL_MS;
	}

	#start(file: StoredFile, queue: string, claim: string): void {
		this.#running.set(queue, (this.#running.get(queue) ?? 0) + 1);
		const worker = this.#work(file, queue, claim)
			// The claim runs out by itself, and the file is worked on again.
			.catch((error) => this.#options.logger.error({ err: error, fileId: file.id }, 'a file could not be worked on'))
			.finally(() => {
				const left = (this.#running.get(queue) ?? 1) - 1;
				if (left > 0) this.#running.set(queue, left);
				else this.#running.delete(queue);
				this.#workers.delete(worker);
				this.wake();
			});
		this.#workers.add(worker);
	}

	/** Have the work done, and the claim kept meanwhile. Who loses the claim, or finds the file deleted, stops. */
	async #work(file: StoredFile, queue: string, claim: string): Promise<void> {
		const { database, work, logger } = this.#options;
		const lost = new AbortController();
		const timer = setInterval(() => {
			renewClaim(database.queries, file, { claim, until: this.#now() + CLAIM_MS }).then(
				(kept) => kept || lost.abort(new Error('the file was deleted, or is worked on by another')),
				(error) => logger.warn({ err: error, fileId: file.id }, 'the claim of a file could not be renewed'),
			);
		}, RENEW_MS);
		try {
			await work.run(file, { queue, claim, signal: AbortSignal.any([this.#stop.signal, lost.signal]) });
		} finally {
			clearInterval(timer);
		}
	}

	/** Give up what nobody can bring away: its server is gone, and with it the file. */
	async #giveUpAbandoned(): Promise<void> {
		if (performance.now() < this.#abandonedAt) return;
		this.#abandonedAt = performance.now() + ABANDONED_POLL_MS;
		const { database, nodeId, work } = this.#options;
		const now = this.#now();
		for (const { id } of await abandonedFiles(database.queries, { nodeId, before: now - ABANDONED_AFTER_MS, now })) {
			const claim = newDocumentId();
			const file = await claimFile(database.queries, id, { claim, now, until: now + CLAIM_MS });
			if (file !== undefined) await work.abandon(file, claim);
		}
	}
}
