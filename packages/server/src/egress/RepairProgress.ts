import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';

/** ms between two notes while something is repaired. */
const NOTE_INTERVAL = 1_000;
/** ms between two lines of the log. */
const LOG_INTERVAL = 5_000;

/** How far the repair of one recording has come. */
interface Repair {
	/** Of its parts. */
	readonly bytes: number;
	/** 0 to 1. */
	share: number;
}

/**
 * Tells how far recordings have been repaired: in the log, and in `repairs.json` of the data folder, which `doctor` reads.
 * The file is there only while something is repaired, and new every second: an old one is of a server that died.
 */
export class RepairProgress {
	readonly #path: string;
	readonly #logger: Logger;
	readonly #waiting = new Set<string>();
	readonly #repairs = new Map<string, Repair>();
	#timer: NodeJS.Timeout | undefined;
	#loggedAt = 0;
	#noting: Promise<void>;

	/** @param dataDir of the server */
	constructor(dataDir: string, logger: Logger) {
		this.#path = join(dataDir, 'repairs.json');
		this.#logger = logger;
		this.#noting = rm(this.#path, { force: true }).catch(() => {});
	}

	/** A recording waits for its turn. */
	queued(id: string): void {
		this.#waiting.add(id);
		this.#run();
	}

	/** @param bytes of its parts */
	begun(id: string, parts: number, bytes: number): void {
		this.#waiting.delete(id);
		this.#repairs.set(id, { bytes, share: 0 });
		this.#logger.info({ captureId: id, parts, bytes }, 'repairing a recording');
		this.#run();
	}

	/** @param share 0 to 1 */
	reached(id: string, share: number): void {
		const repair = this.#repairs.get(id);
		if (repair !== undefined) repair.share = share;
	}

	/** It is repaired, failed or left. */
	over(id: string): void {
		this.#waiting.delete(id);
		this.#repairs.delete(id);
		if (this.#waiting.size > 0 || this.#repairs.size > 0 || this.#timer === undefined) return;
		clearInterval(this.#timer);
		this.#timer = undefined;
		this.#note(() => rm(this.#path, { force: true }));
	}

	/** Resolves when the last note is written. */
	async close(): Promise<void> {
		clearInterval(this.#timer);
		await this.#noting;
	}

	#run(): void {
		if (this.#timer !== undefined) return;
		this.#loggedAt = performance.now();
		this.#timer = setInterval(() => this.#tell(), NOTE_INTERVAL);
		this.#timer.unref();
		this.#tell();
	}

	#tell(): void {
		const recordings = [...this.#repairs].map(([id, { bytes, share }]) => ({ id, bytes, share }));
		const text = JSON.stringify({ waiting: this.#waiting.size, recordings });
		this.#note(async () => {
			await writeFile(`${this.#path}.new`, `${text}\n`);
			await rename(`${this.#path}.new`, this.#path);
		});
		if (performance.now() - this.#loggedAt < LOG_INTERVAL) return;
		this.#loggedAt = performance.now();
		for (const { id, bytes, share } of recordings)
			this.#logger.info(
				{ captureId: id, bytes, percent: Math.round(share * 100), waiting: this.#waiting.size },
				'a recording is being repaired',
			);
	}

	/** Notes come one after the other; one that cannot be written is no reason to stop. */
	#note(write: () => Promise<void>): void {
		this.#noting = this.#noting
			.then(write)
			.catch((error) => this.#logger.debug({ err: error }, 'the progress of a repair could not be noted'));
	}
}
