import { RoomcastError } from '@roomcast/contract';
import type { Logger } from 'pino';
import { isPassing } from '../db/faults.ts';
import { untilWritten } from '../db/untilWritten.ts';

/**
 * What happened to captures and has to be written down, however long the database is away or its disk full: the changes of
 * one capture one after the other, those of others beside them.
 */
export class CaptureWrites {
	readonly #logger: Logger;
	/** The last change of each capture that is not written yet. */
	readonly #last = new Map<string, Promise<unknown>>();
	/** Ends the pauses before the next tries. */
	readonly #pauses = new Set<(closed: boolean) => void>();
	#closed = false;
	#fault: RoomcastError | undefined;

	constructor(logger: Logger) {
		this.#logger = logger;
	}

	/** What keeps the changes that wait from being written: DATABASE_UNAVAILABLE or DISK_FULL, until one is written. */
	get fault(): RoomcastError | undefined {
		return this.#fault;
	}

	/**
	 * Writes a change behind those before it, and tries until it is written.
	 *
	 * @param write may run twice although the first run was written
	 * @throws what the write throws when no later try can end differently, and after `close`
	 */
	add<T>(captureId: string, what: string, write: () => Promise<T>): Promise<T> {
		const before = this.#last.get(captureId) ?? Promise.resolve();
		const persist = () => this.persist({ captureId, what }, write);
		const written = before.then(persist, persist);
		const kept = written
			.catch((error) => this.#logger.error({ err: error, captureId, what }, 'a change of a capture was not written'))
			.finally(() => {
				if (this.#last.get(captureId) === kept) this.#last.delete(captureId);
			});
		this.#last.set(captureId, kept);
		return written;
	}

	/** Whether a change of a capture is not written yet. */
	pending(captureId: string): boolean {
		return this.#last.has(captureId);
	}

	/** Tries until it is written, beside whatever else is. @throws as `add` */
	persist<T>(about: Readonly<Record<string, string>>, write: () => Promise<T>): Promise<T> {
		let told = false;
		return untilWritten(
			async () => {
				const result = await write();
				this.#fault = undefined;
				return result;
			},
			(error) => {
				if (error instanceof RoomcastError && isPassing(error)) this.#fault = error;
				if (!told) this.#logger.warn({ err: error, ...about }, 'a capture cannot be written down yet; trying again');
				told = true;
			},
			(ms) => this.#pause(ms),
		);
	}

	/**
	 * Tries at once what waits for its next try.
	 *
	 * @param ms how long to wait for it
	 * @returns whether there was something, and it is written
	 */
	async hurry(ms: number): Promise<boolean> {
		if (this.#last.size === 0) return false;
		for (const end of this.#pauses) end(false);
		return inTime(Promise.all(this.#last.values()), ms);
	}

	/**
	 * Gives what is not written a last moment; it is left to the next start then, which finds these captures open.
	 *
	 * @param ms
	 */
	async close(ms: number): Promise<void> {
		await this.hurry(ms);
		this.#closed = true;
		for (const end of this.#pauses) end(true);
	}

	#pause(ms: number): Promise<void> {
		return new Promise((resolve, reject) => {
			const end = (closed: boolean) => {
				clearTimeout(timer);
				this.#pauses.delete(end);
				if (closed) reject(new Error('the server stops'));
				else resolve();
			};
			const timer = setTimeout(end, ms, false).unref();
			this.#pauses.add(end);
			if (this.#closed) end(true);
		});
	}
}

/** Whether it resolves within so many ms. A rejection counts as resolved: somebody else hears of it. */
export async function inTime(work: Promise<unknown>, ms: number): Promise<boolean> {
	const late = Promise.withResolvers<boolean>();
	const timer = setTimeout(late.resolve, ms, false);
	try {
		return await Promise.race([
			work.then(
				() => true,
				() => true,
			),
			late.promise,
		]);
	} finally {
		clearTimeout(timer);
	}
}
