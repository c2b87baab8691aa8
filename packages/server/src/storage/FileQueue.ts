import type { Logger } from 'pino';
import type { Database } from '../db/Database.ts';
import { newDocumentId } from '../db/ids.ts';
import { DurableQueue } from '../queue/DurableQueue.ts';
import type { QueueTime } from '../queue/QueueClock.ts';
import type { SlotLimits } from '../queue/Slots.ts';
import type { FileWork } from './FileWork.ts';
import { claimAbandoned, fileTable } from './fileStore.ts';
import { ABANDONED_AFTER_MS } from './schedule.ts';

/** ms without a sign of life after which other processes take the files of a server. */
const SILENCE = 6_000;
/** ms between two looks for files of servers that never came back. */
const ABANDONED_INTERVAL = 10 * 60_000;
/** Transfers at a time: in total, and to one storage, so that a slow one leaves room for the others. */
const LIMITS: SlotLimits = { total: 24, perLane: 3 };

export interface FileQueueOptions {
	readonly database: Database;
	/** The node with this data folder and its local files. */
	readonly nodeId: string;
	readonly work: Pick<FileWork, 'run' | 'abandon'>;
	readonly clock: QueueTime;
	readonly logger: Logger;
	/** ms for which `close` still works on due files. */
	readonly closeGrace: number;
	readonly limits?: SlotLimits;
}

/** Moves files to their storage, removes deleted ones, and abandons those that no server can move. */
export class FileQueue {
	readonly #options: FileQueueOptions;
	readonly #queue: DurableQueue;
	#timer: NodeJS.Timeout | undefined;
	#givingUp: Promise<void> = Promise.resolve();

	constructor(options: FileQueueOptions) {
		const { database, nodeId, work, clock, logger, closeGrace, limits = LIMITS } = options;
		this.#options = options;
		this.#queue = new DurableQueue({
			database,
			table: fileTable(nodeId),
			name: 'files to be stored',
			logger,
			clock,
			limits,
			silence: SILENCE,
			closeGrace,
			work: (item) => work.run(item),
		});
	}

	/** Start to work. */
	start(): void {
		if (this.#timer !== undefined) return;
		this.#queue.start();
		const giveUp = () => {
			this.#givingUp = this.#giveUpAbandoned().catch((error) =>
				this.#options.logger.warn({ err: error }, 'files of servers that are gone cannot be looked for'),
			);
		};
		this.#timer = setInterval(giveUp, ABANDONED_INTERVAL);
		this.#timer.unref();
		giveUp();
	}

	/** Look for due files now. */
	wake(): void {
		this.#queue.wake();
	}

	/** Finish what takes a moment only; the next start does the rest. */
	async close(): Promise<void> {
		clearInterval(this.#timer);
		await this.#queue.close();
		await this.#givingUp;
	}

	/** The files of a lost server are lost with it. */
	async #giveUpAbandoned(): Promise<void> {
		const { database, nodeId, work, clock } = this.#options;
		const claim = newDocumentId();
		const now = clock.now();
		const before = now - ABANDONED_AFTER_MS;
		for (const file of await claimAbandoned(database, { nodeId, before, claim, until: now }))
			await work.abandon(file, claim);
	}
}
