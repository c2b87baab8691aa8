import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileResult } from '@roomcast/contract/composer/sinks';
import type { Logger } from 'pino';
import type { DiskSpace } from '../storage/DiskSpace.ts';
import type { ComposerPool } from './ComposerPool.ts';
import { containerOf } from './captureFiles.ts';
import type { RepairProgress } from './RepairProgress.ts';
import type { CapturePart, StoredCapture } from './StoredCapture.ts';

export interface PartJoinerOptions {
	readonly pool: Pick<ComposerPool, 'take'>;
	readonly progress: RepairProgress;
	/** What is written down of a capture, in order. */
	partsOf(captureId: string): Promise<readonly CapturePart[]>;
	readonly disk: Pick<DiskSpace, 'hasRoomFor'>;
	readonly logger: Logger;
}

/** ms that joining the parts of a recording may take: it is copied, about as fast as the disk. */
const JOIN_TIMEOUT = 30 * 60_000;
/**
 * Composers that may die of joining before it is abandoned: one that is killed is no reason, a file that kills them is.
 */
const JOIN_TRIES = 3;
/** A composer that outlived its server may still be writing the end of a part: how often to begin again. */
const AHEAD_TRIES = 3;

/** A part as it is on the disk. */
interface PartFile {
	readonly path: string;
	readonly size: number;
	readonly modified: number;
}

/** A recording that is joined before anybody asks for its file. */
interface Ahead {
	readonly leave: AbortController;
	begun: boolean;
	done: Promise<void>;
	made: { readonly parts: readonly PartFile[]; readonly file: FileResult } | undefined;
}

/**
 * Makes one file of the parts of a recording. What a server that died left is joined at once, one recording after the
 * other, while its session waits for somebody to come back: when nobody does, the file is there.
 */
export class PartJoiner {
	readonly #options: PartJoinerOptions;
	readonly #aheads = new Map<string, Ahead>();
	#queue: Promise<void> = Promise.resolve();

	constructor(options: PartJoinerOptions) {
		this.#options = options;
	}

	/** Joins what there is of a capture, in the background. Its parts stay as they are. */
	ahead(capture: StoredCapture): void {
		const { progress, logger } = this.#options;
		const { id } = capture;
		if (this.#aheads.has(id)) return;
		const ahead: Ahead = { leave: new AbortController(), begun: false, done: this.#queue, made: undefined };
		this.#aheads.set(id, ahead);
		progress.queued(id);
		ahead.done = this.#queue
			.then(() => this.#joinAhead(capture, ahead))
			.catch((error) => {
				if (!ahead.leave.signal.aborted)
					logger.warn({ err: error, captureId: id }, 'a recording could not be repaired ahead');
			})
			// One whose turn had not come may be joined for its end by now.
			.finally(() => (ahead.begun ? progress.over(id) : undefined));
		this.#queue = ahead.done;
	}

	/**
	 * Somebody is back, and it continues: what was joined ahead is not the whole. Resolves when nothing of that is left.
	 */
	async leave({ id, folder }: StoredCapture): Promise<void> {
		const ahead = this.#aheads.get(id);
		if (ahead === undefined) return;
		this.#aheads.delete(id);
		ahead.leave.abort();
		if (!ahead.begun) {
			this.#options.progress.over(id);
			return;
		}
		await ahead.done;
		// Parts are called differently: `<id>-<number>.…`.
		const names = await readdir(folder).catch(() => []);
		for (const name of names) if (name.startsWith(`${id}.`)) await rm(join(folder, name), { force: true });
	}

	/** Leaves what is joined ahead. Resolves when its composers are gone. */
	async close(): Promise<void> {
		for (const { leave } of this.#aheads.values()) leave.abort();
		await this.#queue;
	}

	/**
	 * @param paths of the parts, in order, each with content
	 * @throws Error with the reason
	 */
	async join(capture: StoredCapture, paths: readonly string[]): Promise<FileResult> {
		const ahead = this.#aheads.get(capture.id);
		this.#aheads.delete(capture.id);
		// Its turn may come late.
		if (ahead?.begun === false) ahead.leave.abort();
		else await ahead?.done;
		const parts = await onDisk(paths);
		if (ahead?.made !== undefined && same(ahead.made.parts, parts)) return ahead.made.file;
		try {
			return await this.#join(capture, parts);
		} finally {
			this.#options.progress.over(capture.id);
		}
	}

	async #joinAhead(capture: StoredCapture, ahead: Ahead): Promise<void> {
		const { partsOf, disk, logger } = this.#options;
		const { signal } = ahead.leave;
		for (let tries = 0; tries < AHEAD_TRIES && !signal.aborted; tries++) {
			ahead.begun = true;
			const read = async () => onDisk((await partsOf(capture.id)).map(({ path }) => path));
			const parts = await read();
			if (parts.length === 0) return;
			const bytes = sizeOf(parts);
			if (!(await disk.hasRoomFor(bytes))) {
				logger.warn({ captureId: capture.id, bytes }, 'no room to repair a recording ahead; it is done at its end');
				return;
			}
			const file = await this.#join(capture, parts, signal);
			if (!same(parts, await read())) continue;
			ahead.made = { parts, file };
			return;
		}
	}

	async #join(capture: StoredCapture, parts: readonly PartFile[], signal?: AbortSignal): Promise<FileResult> {
		const { progress, logger } = this.#options;
		const begunMs = performance.now();
		// A part with sound alone is WebM whatever the picture is that the next one has.
		const containers = await Promise.all(parts.map(({ path }) => containerOf(path)));
		const output = join(capture.folder, `${capture.id}.${containers.includes('mp4') ? 'mp4' : 'webm'}`);
		progress.begun(capture.id, parts.length, sizeOf(parts));
		const file = await this.#copy(capture.id, parts, output, JOIN_TRIES, signal);
		const ms = Math.round(performance.now() - begunMs);
		logger.info({ captureId: capture.id, parts: parts.length, bytes: file.bytes, ms }, 'a recording is repaired');
		return file;
	}

	/** @param tries how many composers may die of it */
	async #copy(
		jobId: string,
		parts: readonly PartFile[],
		output: string,
		tries: number,
		signal: AbortSignal | undefined,
	): Promise<FileResult> {
		signal?.throwIfAborted();
		const { pool, progress } = this.#options;
		const composer = pool.take();
		const kill = () => composer.kill();
		signal?.addEventListener('abort', kill);
		try {
			const command = { type: 'recover' as const, jobId, parts: parts.map(({ path }) => ({ path })), output };
			return await composer.recover(command, JOIN_TIMEOUT, (share) => progress.reached(jobId, share));
		} catch (error) {
			if (!composer.closed || tries <= 1) throw error;
		} finally {
			signal?.removeEventListener('abort', kill);
			await composer.stop();
		}
		return this.#copy(jobId, parts, output, tries - 1, signal);
	}
}

/** Those that hold anything. */
async function onDisk(paths: readonly string[]): Promise<PartFile[]> {
	const found = await Promise.all(paths.map((path) => stat(path).catch(() => undefined)));
	return paths.flatMap((path, index) => {
		const { size = 0, mtimeMs = 0 } = found[index] ?? {};
		return size === 0 ? [] : [{ path, size, modified: mtimeMs }];
	});
}

function same(some: readonly PartFile[], others: readonly PartFile[]): boolean {
	return JSON.stringify(some) === JSON.stringify(others);
}

function sizeOf(parts: readonly PartFile[]): number {
	return parts.reduce((sum, { size }) => sum + size, 0);
}
