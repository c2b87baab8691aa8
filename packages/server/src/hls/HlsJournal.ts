import { type FileHandle, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { HlsInitEvent, HlsPartEvent, HlsSegmentEvent } from '@roomcast/contract/composer/events';

/** Where bytes are in the media file of a stream. */
export interface HlsByteRange {
	readonly offset: number;
	readonly bytes: number;
}

/** What happens to a stream, as it is written down: paths are names of files in its folder. */
export type HlsRecord =
	| { readonly type: 'start'; readonly at: number }
	| (HlsInitEvent & HlsByteRange)
	| HlsPartEvent
	| (HlsSegmentEvent & HlsByteRange)
	| { readonly type: 'playable' }
	| { readonly type: 'end' };

const NAME = 'stream.jsonl';

/**
 * The life of a stream, a line for each step, in its folder: what players have seen is there again after a crash. A
 * line is on the disk before players hear of it.
 */
export class HlsJournal {
	readonly #path: string;
	readonly #file: FileHandle;
	/** Bytes of whole lines. */
	#size: number;
	#closed = false;

	private constructor(path: string, file: FileHandle, size: number) {
		this.#path = path;
		this.#file = file;
		this.#size = size;
	}

	/** Goes on with the journal of a folder, or begins one. A last line that was cut off goes. */
	static async open(folder: string): Promise<HlsJournal> {
		const path = join(folder, NAME);
		const content = await readFile(path).catch(unlessMissing);
		const file = await open(path, 'a');
		const size = content === undefined ? 0 : content.lastIndexOf('\n') + 1;
		await file.truncate(size);
		return new HlsJournal(path, file, size);
	}

	/** What a folder's journal says; undefined when there is none. A last line that was cut off is left out. */
	static async read(folder: string): Promise<HlsRecord[] | undefined> {
		const text = await readFile(join(folder, NAME), 'utf8').catch(unlessMissing);
		if (text === undefined) return undefined;
		const lines = text.split('\n');
		lines.pop();
		return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as HlsRecord);
	}

	/** @throws what the disk says; then nothing of the line is there, so that the next one is whole */
	async write(record: HlsRecord): Promise<void> {
		const line = Buffer.from(`${JSON.stringify(record)}\n`);
		try {
			await this.#file.appendFile(line);
		} catch (error) {
			await this.#file.truncate(this.#size).catch(() => {});
			throw error;
		}
		this.#size += line.length;
	}

	/** The stream is over: parts are of no more use. @throws what the disk says; it may be called again */
	async finish(records: readonly HlsRecord[]): Promise<void> {
		await this.close();
		const shorter = `${this.#path}.new`;
		try {
			await writeFile(shorter, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
			await rename(shorter, this.#path);
		} catch (error) {
			await rm(shorter, { force: true });
			throw error;
		}
	}

	async close(): Promise<void> {
		if (this.#closed) return;
		this.#closed = true;
		await this.#file.close();
	}
}

function unlessMissing(error: NodeJS.ErrnoException): undefined {
	if (error.code !== 'ENOENT') throw error;
	return undefined;
}
