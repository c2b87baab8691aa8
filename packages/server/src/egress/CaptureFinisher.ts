import { RoomcastError } from '@roomcast/contract';
import type { FileResult } from '@roomcast/contract/composer/sinks';
import type { Logger } from 'pino';
import type { Database } from '../db/Database.ts';
import { isPassing } from '../db/faults.ts';
import type { HlsStreams } from '../hls/HlsStreams.ts';
import { hlsFiles } from '../hls/hlsFiles.ts';
import { finishHlsRecording, isHlsRecording } from '../recordings/hlsRecording.ts';
import { freeBytes, isDiskFull } from '../storage/DiskSpace.ts';
import type { Storage } from '../storage/Storage.ts';
import type { NewFile } from '../storage/StoredFile.ts';
import type { StoredCapture } from './Capture.ts';
import type { CaptureLog } from './CaptureLog.ts';
import { bytesOf, clearFolder, filesToStore, hasContent } from './captureFiles.ts';
import { findCapture, partsOf, setEnd } from './captureStore.ts';
import type { SinkEnd } from './Engine.ts';
import type { PartJoiner } from './PartJoiner.ts';
import { withoutPaths } from './withoutPaths.ts';

export interface CaptureFinisherOptions {
	readonly database: Database;
	readonly log: CaptureLog;
	readonly storage: Storage;
	readonly joiner: Pick<PartJoiner, 'join'>;
	readonly streams: HlsStreams;
	readonly logger: Logger;
}

/** How far the end of a capture has come. */
interface Made {
	/** How its last composer left it. */
	readonly end: SinkEnd | undefined;
	/** When that was, in epoch ms. */
	readonly endedAt: number | undefined;
	/** Bytes that have to be free before it is tried again. */
	spaceNeeded?: number;
	results?: readonly FileResult[];
	files?: readonly NewFile[];
}

/** Makes the files of a capture that is over, and hands them to the storage. */
export class CaptureFinisher {
	readonly #options: CaptureFinisherOptions;

	constructor(options: CaptureFinisherOptions) {
		this.#options = options;
		const { log, storage } = options;
		storage.listen({
			onStored: async (queries, { captureId }) => {
				if (captureId === null) return;
				const files = await storage.ofCaptures(queries, [captureId]);
				if (files.some(({ state }) => state !== 'stored')) return;
				const reported = files.filter(({ meta }) => meta['duration'] !== undefined);
				await log.stored(
					queries,
					captureId,
					await Promise.all(
						reported.map(async (file) => ({ filePath: file.path, fileUrl: await storage.url(file, queries) })),
					),
				);
			},
			onFailed: async (queries, { captureId }, reason) => {
				if (captureId !== null) await log.notStored(queries, captureId, withoutPaths(reason));
			},
		});
	}

	/**
	 * Bring what was recorded to its storage. What cannot be used makes the capture fail, with the reason. While the
	 * database is away or the disk is full, it is put off: then this resolves, and it is tried until it is done.
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
			if (!isPassing(error)) throw error;
			logger.warn({ err: error, captureId: id }, 'the files of a capture cannot be stored yet; trying again');
			log.writes
				.persist({ captureId: id, what: 'files' }, () => this.#finish(id, made))
				.catch((reason) => logger.error({ err: reason, captureId: id }, 'the files of a capture were not stored'));
		}
	}

	async #finish(id: string, made: Made): Promise<void> {
		const { endedAt } = made;
		const { database, log, storage, logger } = this.#options;
		const capture = await findCapture(database.queries, id);
		if (capture?.state !== 'STOPPING') return;
		if (capture.kind === 'livestream') {
			await log.ended(capture, endedAt);
			return;
		}
		// The server died after it was handed over.
		const handedOver = (await storage.ofCaptures(database.queries, [id])).length > 0;
		if (capture.kind === 'hls') {
			if (!handedOver) await this.#handOverStream(capture);
			await log.ended((await findCapture(database.queries, id)) ?? capture, endedAt);
			return;
		}
		if (handedOver) return;
		try {
			made.results ??= await this.#results(capture, made);
			const { results } = made;
			const recorded = results[0];
			if (recorded === undefined) {
				await this.#failed(capture, 'nothing was sent while it ran');
				return;
			}
			made.files ??= await filesToStore(capture, results);
			const { files } = made;
			await database.transaction(async (queries) => {
				if (capture.startedAt !== null) await setEnd(queries, id, Math.round(capture.startedAt + recorded.durationMs));
				for (const file of files) await storage.add(queries, file);
			});
			await clearFolder(capture, files).catch((error) => {
				logger.warn({ err: error, captureId: id, folder: capture.folder }, 'what a recording was made of is left');
			});
		} catch (error) {
			if (isPassing(error)) throw error;
			if (isDiskFull(error)) {
				made.spaceNeeded = await bytesOf(capture.folder);
				throw new RoomcastError('DISK_FULL', undefined, { cause: error });
			}
			logger.error({ err: error, captureId: id, folder: capture.folder }, 'a recording could not be finished');
			const reason = withoutPaths((error as Error).message, capture.folder);
			await this.#failed(capture, `its file could not be made: ${reason}`);
		}
	}

	/** There is no file. What failed before it has said why, and is not told again. */
	async #failed(capture: StoredCapture, reason: string): Promise<void> {
		const { log } = this.#options;
		if (capture.error === null) await log.failed(capture, reason, 'FAILED');
		else await log.ended(capture);
	}

	/** A stream is over when nothing more comes: what there is of it is watched from here until its storage has it. */
	async #handOverStream(capture: StoredCapture): Promise<void> {
		const { database, storage, streams, logger } = this.#options;
		try {
			const running = streams.running(capture);
			// It was over before it began, and may not even have a folder.
			if (running === undefined && (await bytesOf(capture.folder)) === 0) return;
			const stream = running ?? (await streams.open(capture));
			await stream.end();
			const files = await hlsFiles(capture, stream);
			await database.transaction(async (queries) => {
				if (stream.endsAt !== undefined) await setEnd(queries, capture.id, Math.round(stream.endsAt));
				for (const file of files) await storage.add(queries, file);
			});
		} catch (error) {
			if (isPassing(error)) throw error;
			if (isDiskFull(error)) throw new RoomcastError('DISK_FULL', undefined, { cause: error });
			logger.error({ err: error, captureId: capture.id, folder: capture.folder }, 'a stream could not be stored');
		}
		streams.ended(capture);
	}

	/** The finished files: those of the composer when it closed the only part, else the parts joined. */
	async #results(capture: StoredCapture, { end, spaceNeeded = 0 }: Made): Promise<readonly FileResult[]> {
		// Making them takes as much as what they are made of. Trying that for nothing keeps a full disk full.
		if (spaceNeeded > 0 && (await freeBytes(capture.folder)) < spaceNeeded) throw new RoomcastError('DISK_FULL');
		const written = await partsOf(this.#options.database.queries, capture.id);
		if (isHlsRecording(capture)) return finishHlsRecording(capture, written);
		const parts: string[] = [];
		for (const { path } of written) if (await hasContent(path)) parts.push(path);
		if (parts.length === 0) return [];
		if (end?.clean === true && parts.length === 1 && end.files.length > 0) return asked(end.files);
		return [await this.#options.joiner.join(capture, parts)];
	}
}

/** Where another format was asked for it takes the place of what it was made from, and its index. */
function asked(files: readonly FileResult[]): readonly FileResult[] {
	const [recorded, exported] = files;
	if (recorded === undefined || exported === undefined) return files;
	return [recorded.gapsPath === undefined ? exported : { ...exported, gapsPath: recorded.gapsPath }];
}
