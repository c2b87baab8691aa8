import { rm, rmdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Logger } from 'pino';
import type { Database, Queries } from '../db/Database.ts';
import { LEVEL_OF } from '../log/BlamedError.ts';
import { type TargetGuard, TargetRefused } from '../net/TargetGuard.ts';
import { nextAttempt } from '../queue/backoff.ts';
import type { ClaimedItem } from '../queue/DurableQueue.ts';
import type { QueueTime } from '../queue/QueueClock.ts';
import { epochMs } from '../time/clock.ts';
import { findFiles, forgetFile, hurryQueue, keepUploadId, letGo, type Settled, settleFile } from './fileStore.ts';
import { putPresigned } from './presigned.ts';
import { LocalFileLost } from './StorageDriver.ts';
import { type StorageDrivers, StorageGone } from './StorageDrivers.ts';
import type { StoredFile } from './StoredFile.ts';
import { storeError } from './s3/storeError.ts';
import { BACKOFF } from './schedule.ts';

/** Hears of a file inside the transaction that writes down how it ended: what it writes is committed with that. */
export interface FileListener {
	/** Its storage has confirmed it. */
	onStored?(transaction: Queries, file: StoredFile): Promise<void>;
	/** It was abandoned. @param reason for people, without secrets and paths of this machine */
	onFailed?(transaction: Queries, file: StoredFile, reason: string): Promise<void>;
}

/** What became of an attempt, for metrics. */
export type AttemptListener = (outcome: 'stored' | 'retried' | 'failed', file: StoredFile, durationMs: number) => void;

export interface FileWorkOptions {
	readonly database: Database;
	readonly drivers: StorageDrivers;
	readonly guard: TargetGuard;
	readonly listeners: readonly FileListener[];
	readonly logger: Logger;
	readonly onAttempt?: AttemptListener;
	readonly clock: QueueTime;
	/** 0 to 1. */
	readonly random?: () => number;
}

/** What is to be done with one file, by its state, and writing down what came of it. */
export class FileWork {
	readonly #options: FileWorkOptions;
	readonly #random: () => number;

	constructor(options: FileWorkOptions) {
		this.#options = options;
		this.#random = options.random ?? Math.random;
	}

	/** One attempt, whose outcome is written down. @throws when the database does not take it */
	async run(item: ClaimedItem): Promise<void> {
		const { database } = this.#options;
		const [file] = await findFiles(database.queries, [item.id]);
		if (file === undefined) return;
		const isAsItWas = async () => (await findFiles(database.queries, [item.id]))[0]?.state === file.state;
		// Another request may delete it meanwhile.
		item.keepWhile(isAsItWas);
		if (file.state === 'pending') return this.#bring(file, item);
		if (file.state === 'stored') return this.#clear(file, item);
		if (file.state === 'deleted') return this.#remove(file, item);
		await settleFile(database.queries, file, item.claim, { next_at: null });
	}

	/** Give up a file whose server is gone. */
	async abandon(file: StoredFile, claim: string): Promise<void> {
		await this.#giveUp(file, claim, `its server (${file.nodeId}) has not been seen for two days`, true);
	}

	async #bring(file: StoredFile, { claim, lane, signal }: ClaimedItem): Promise<void> {
		const startedAt = performance.now();
		const { database, logger, onAttempt } = this.#options;
		let location: string | null;
		try {
			location = await this.#transfer(file, claim, signal);
		} catch (error) {
			// Not the storage's fault, so not an attempt.
			if (signal.aborted) return letGo(database.queries, file.id, claim);
			const outcome = await this.#attemptFailed(file, claim, error);
			onAttempt?.(outcome, file, performance.now() - startedAt);
			return;
		}
		let stored: StoredFile | undefined;
		try {
			stored = await this.#stored(file, claim, location);
		} catch (error) {
			logger.error({ err: error, fileId: file.id }, 'the state of a stored file could not be written');
			await this.#attemptFailed(file, claim, error);
			return;
		}
		// Deleted meanwhile: what was brought there is removed next.
		if (stored === undefined) return letGo(database.queries, file.id, claim);
		if (stored.localPath === null) await rmdir(dirname(file.localPath ?? '')).catch(() => {});
		logger.info({ fileId: file.id, captureId: file.captureId, location, size: file.size }, 'file stored');
		onAttempt?.('stored', file, performance.now() - startedAt);
		if (file.tries > 0) await hurryQueue(database.queries, lane, this.#options.clock.now());
	}

	/** @returns which of the server's storages has it */
	async #transfer(file: StoredFile, claim: string, signal: AbortSignal): Promise<string | null> {
		const { database, drivers, guard } = this.#options;
		const { localPath, size, contentType } = file;
		if (localPath === null) throw new LocalFileLost('there is no local file');
		const local = { localPath, size, contentType };
		if (file.target === 'presigned') {
			if (file.presignedUrl === null) throw new StorageGone('its `preSignedUrl` is not known any more');
			await putPresigned(file.presignedUrl, local, { guard, signal });
			return null;
		}
		const driver = await drivers.of(file);
		await driver.put(local, file.path, {
			uploadId: file.uploadId,
			keep: (uploadId) => keepUploadId(database.queries, file.id, claim, uploadId),
			signal,
		});
		return file.target === 'server' ? driver.location : null;
	}

	#stored(file: StoredFile, claim: string, location: string | null): Promise<StoredFile | undefined> {
		const { database, listeners, drivers, clock } = this.#options;
		// A local storage has moved the file, and its node stays the one that has it.
		const moved = location === drivers.local.location;
		const settled: Settled = {
			state: 'stored',
			location,
			stored_at: epochMs(),
			tries: 0,
			error: null,
			upload_id: null,
			presigned_url: null,
			...(moved ? { local_path: null, next_at: null } : { next_at: clock.now() }),
		};
		return database.transaction(async (transaction) => {
			const stored = await settleFile(transaction, file, claim, settled);
			if (stored !== undefined) for (const listener of listeners) await listener.onStored?.(transaction, stored);
			return stored;
		});
	}

	/** The storage has it: the local file goes. */
	async #clear(file: StoredFile, { claim }: ClaimedItem): Promise<void> {
		if (file.localPath !== null) await removeLocal(file.localPath);
		await settleFile(this.#options.database.queries, file, claim, { local_path: null, node_id: null, next_at: null });
	}

	async #remove(file: StoredFile, { claim, signal }: ClaimedItem): Promise<void> {
		const { database, drivers, logger } = this.#options;
		try {
			if (file.localPath !== null) await removeLocal(file.localPath);
			if (file.target !== 'presigned') {
				const driver = await drivers.of(file);
				await driver.delete(file.path, file.uploadId);
			}
		} catch (error) {
			if (signal.aborted) return letGo(database.queries, file.id, claim);
			if (!(error instanceof StorageGone)) return this.#removeAgain(file, claim, error);
			logger.warn({ fileId: file.id, reason: error.message }, 'a deleted file is left where it is');
		}
		await forgetFile(database.queries, file.id, claim);
		logger.info({ fileId: file.id, captureId: file.captureId }, 'file deleted');
	}

	async #removeAgain(file: StoredFile, claim: string, error: unknown): Promise<void> {
		const reason = storeError(error);
		const next = this.#next(file);
		await settleFile(this.#options.database.queries, file, claim, {
			tries: file.tries + 1,
			next_at: next ?? null,
			error: reason,
		});
		const fields = { fileId: file.id, path: file.path, reason };
		if (next === undefined)
			this.#options.logger[levelOf(file)](fields, 'a deleted file could not be removed for a day');
		else this.#options.logger.warn(fields, 'a deleted file could not be removed; it is tried again');
	}

	async #attemptFailed(file: StoredFile, claim: string, error: unknown): Promise<'retried' | 'failed'> {
		this.#options.guard.noteUnanswered(error, file.keyId);
		const reason = storeError(error);
		const isRefused = error instanceof TargetRefused && error.lasting;
		const hopeless = error instanceof LocalFileLost || error instanceof StorageGone || isRefused;
		const next = hopeless ? undefined : this.#next(file);
		if (next === undefined) {
			await this.#giveUp(file, claim, reason, error instanceof LocalFileLost);
			return 'failed';
		}
		await settleFile(this.#options.database.queries, file, claim, {
			tries: file.tries + 1,
			next_at: next,
			error: reason,
		});
		const again = new Date(this.#options.clock.toWall(next)).toISOString();
		this.#options.logger.warn({ fileId: file.id, reason, again }, 'a file could not be stored; it is tried again');
		return 'retried';
	}

	/** @param lost what was to be stored is not here */
	async #giveUp(file: StoredFile, claim: string, reason: string, lost: boolean): Promise<void> {
		const { database, listeners, logger } = this.#options;
		const error = file.localPath === null ? reason : `${reason}; its local file is kept: ${file.localPath}`;
		await database.transaction(async (transaction) => {
			const failed = await settleFile(transaction, file, claim, {
				state: 'failed',
				tries: file.tries + 1,
				next_at: null,
				error,
			});
			if (failed !== undefined)
				for (const listener of listeners) await listener.onFailed?.(transaction, failed, reason);
		});
		const level = lost ? 'error' : levelOf(file);
		logger[level](
			{ fileId: file.id, captureId: file.captureId, reason: error },
			'a file was not stored, and is not tried again',
		);
	}

	#next(file: StoredFile): number | undefined {
		const progress = { tries: file.tries + 1, queuedAt: file.queuedAt.getTime(), now: this.#options.clock.now() };
		return nextAttempt(BACKOFF, progress, this.#random());
	}
}

/** A place that a caller named is theirs to keep open; the one of the server is not. */
function levelOf({ target }: StoredFile) {
	return LEVEL_OF[target === 'server' ? 'server' : 'caller'];
}

/** The file, and the folder of its capture with the last one. */
async function removeLocal(path: string): Promise<void> {
	await rm(path, { force: true });
	await rmdir(dirname(path)).catch(() => {});
}
