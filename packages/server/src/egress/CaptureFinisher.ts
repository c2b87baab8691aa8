import { RoomcastError } from '@roomcast/contract';
import type { FileResult } from '@roomcast/contract/composer/sinks';
import type { Logger } from 'pino';
import type { Database, Queries } from '../db/Database.ts';
import { isPassing } from '../db/faults.ts';
import { freeBytes, isDiskFull } from '../storage/DiskSpace.ts';
import type { Storage } from '../storage/Storage.ts';
import type { NewFile } from '../storage/StoredFile.ts';
import type { CaptureLog } from './CaptureLog.ts';
import { bytesOf, hasContent } from './captureFiles.ts';
import type { SinkEnd } from './Engine.ts';
import type { FinishedFiles, OutputFiles, Remains } from './OutputKind.ts';
import type { OutputKinds } from './OutputKinds.ts';
import type { PartJoiner } from './PartJoiner.ts';
import { PartsAway } from './parts/PartsAway.ts';
import { partsOf } from './parts/partStore.ts';
import type { RemoteParts } from './parts/RemoteParts.ts';
import type { CapturePart, StoredCapture } from './StoredCapture.ts';
import { findCapture, holdCapture, setEnd } from './store.ts';
import { withoutPaths } from './withoutPaths.ts';

export interface CaptureFinisherOptions {
	readonly database: Database;
	readonly log: CaptureLog;
	readonly storage: Storage;
	readonly kinds: OutputKinds;
	readonly joiner: Pick<PartJoiner, 'join'>;
	readonly parts: Pick<RemoteParts, 'gather'>;
	/** Of this life of the server. */
	readonly runId: string;
	/** Takes one picture out of a media file. */
	readonly takePicture: Remains['takePicture'];
	readonly logger: Logger;
}

/** How far the end of a capture has come. */
interface Made {
	/** How its last composer left it. */
	readonly end: SinkEnd | undefined;
	/** When that was, in epoch ms. */
	readonly endedAt: number | undefined;
	/** Bytes that have to be free before its parts are joined again. */
	spaceNeeded?: number;
	finished?: FinishedFiles;
}

/** Makes the files of a capture that is over, and hands them to the storage. */
export class CaptureFinisher {
	readonly #options: CaptureFinisherOptions;

	constructor(options: CaptureFinisherOptions) {
		this.#options = options;
		const { log, storage, kinds } = options;
		storage.listen({
			onStored: async (queries, { captureId }) => {
				// Files are stored by transactions side by side, and only one that sees the others' can tell that it is the last.
				if (captureId !== null) await holdCapture(queries, captureId);
				const capture = await this.#made(queries, captureId);
				if (capture === undefined) return;
				const files = await storage.ofCaptures(queries, [capture.id]);
				if (files.some(({ state }) => state !== 'stored')) return;
				const reported = files.filter((file) => kinds.of(capture).files?.reports(file));
				await log.stored(
					queries,
					capture,
					await Promise.all(
						reported.map(async (file) => ({ filePath: file.path, fileUrl: await storage.url(file, queries) })),
					),
				);
			},
			onFailed: async (queries, { captureId }, reason) => {
				const capture = await this.#made(queries, captureId);
				if (capture !== undefined) await log.notStored(queries, capture, withoutPaths(reason));
			},
		});
	}

	/**
	 * Bring what was recorded to its storage. What cannot be used makes the capture fail, with the reason. While the
	 * database is away, the disk is full, or a node with parts of it does not answer, it is put off: then this resolves, and
	 * it is tried until it is done.
	 *
	 * @param end how its last composer left it; undefined after the server died
	 * @param endedAt when that was, in epoch ms; undefined when nobody saw it
	 */
	async finish(id: string, end: SinkEnd | undefined, endedAt?: number): Promise<void> {
		const { log, logger } = this.#options;
		/** What is made once, also when it can be written down later only. */
		const made: Made = { end, endedAt };
		try {
			await this.#finish(id, made);
		} catch (error) {
			if (!isPutOff(error)) throw error;
			logger.warn({ err: error, captureId: id }, 'the files of a capture cannot be stored yet; trying again');
			log.writes
				.persist({ captureId: id, what: 'files' }, () => this.#finish(id, made))
				.catch((reason) => logger.error({ err: reason, captureId: id }, 'the files of a capture were not stored'));
		}
	}

	async #finish(id: string, made: Made): Promise<void> {
		const { database, log, storage, kinds } = this.#options;
		const capture = await findCapture(database.queries, id);
		// It may have continued elsewhere while this server slept.
		if (capture?.state !== 'STOPPING' || capture.runId !== this.#options.runId) return;
		const { files } = kinds.of(capture);
		if (files !== undefined) {
			// The server may have died after they were handed over.
			const handedOver = (await storage.ofCaptures(database.queries, [id])).length > 0;
			if (!handedOver) await this.#handOver(capture, files, made);
			if (files.required) return;
		}
		await log.ended((await findCapture(database.queries, id)) ?? capture, made.endedAt);
	}

	/** Makes its files and gives them to the storage, in one transaction with the end that they have. */
	async #handOver(capture: StoredCapture, files: OutputFiles, made: Made): Promise<void> {
		const { database, storage, logger } = this.#options;
		const about = { captureId: capture.id, folder: capture.folder };
		let handedOver: readonly NewFile[] | undefined;
		try {
			const written = await partsOf(database.queries, capture.id);
			made.finished ??= await files.make(capture, await this.#remains(capture, written, made));
			const { finished } = made;
			if (files.required && finished.files.length === 0) {
				await this.#failed(capture, 'nothing was sent while it ran');
				return;
			}
			await database.transaction(async (queries) => {
				if (finished.endedAt !== undefined) await setEnd(queries, capture.id, Math.round(finished.endedAt));
				for (const file of finished.files) await storage.add(queries, file);
			});
			handedOver = finished.files;
		} catch (error) {
			if (isPutOff(error)) throw error;
			if (isDiskFull(error)) {
				made.spaceNeeded = await bytesOf(capture.folder);
				throw new RoomcastError('DISK_FULL', undefined, { cause: error });
			}
			logger.error({ err: error, ...about }, 'the files of a capture could not be made');
			const reason = withoutPaths((error as Error).message, capture.folder);
			if (files.required) await this.#failed(capture, `its file could not be made: ${reason}`);
		}
		await files.settled?.(capture, handedOver).catch((error) => {
			logger.warn({ err: error, ...about }, 'the parts of a capture could not be deleted');
		});
	}

	/** The capture that a file is of; undefined also for one of a kind that this server does not have. */
	async #made(queries: Queries, captureId: string | null): Promise<StoredCapture | undefined> {
		const capture = captureId === null ? undefined : await findCapture(queries, captureId);
		return capture !== undefined && this.#options.kinds.has(capture.kind) ? capture : undefined;
	}

	/** There is no file. What failed before it has said why, and is not told again. */
	async #failed(capture: StoredCapture, reason: string): Promise<void> {
		const { log } = this.#options;
		if (capture.error === null) await log.failed(capture, reason, 'FAILED');
		else await log.ended(capture);
	}

	async #remains(capture: StoredCapture, written: readonly CapturePart[], made: Made): Promise<Remains> {
		const { parts: remote, takePicture } = this.#options;
		const parts = await remote.gather(capture, written);
		return { parts, files: () => this.#files(capture, parts, made), takePicture };
	}

	async #files(
		capture: StoredCapture,
		written: readonly CapturePart[],
		{ end, spaceNeeded = 0 }: Made,
	): Promise<readonly FileResult[]> {
		// Making them takes as much as what they are made of. Trying that for nothing keeps a full disk full.
		if (spaceNeeded > 0 && (await freeBytes(capture.folder)) < spaceNeeded) throw new RoomcastError('DISK_FULL');
		const parts: string[] = [];
		for (const { path } of written) if (await hasContent(path)) parts.push(path);
		if (parts.length === 0) return [];
		if (end?.clean === true && parts.length === 1 && end.files.length > 0) return asked(end.files);
		return [await this.#options.joiner.join(capture, parts)];
	}
}

/** Whether the same will succeed later. */
function isPutOff(error: unknown): boolean {
	return isPassing(error) || error instanceof PartsAway;
}

/** Where another format was asked for it takes the place of what it was made from, and its index. */
function asked(files: readonly FileResult[]): readonly FileResult[] {
	const [recorded, exported] = files;
	if (recorded === undefined || exported === undefined) return files;
	return [recorded.gapsPath === undefined ? exported : { ...exported, gapsPath: recorded.gapsPath }];
}
