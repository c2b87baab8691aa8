import { type FileHandle, open, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { HlsInitEvent, HlsPartEvent, HlsSegmentEvent } from '@roomcast/contract/composer/events';

/** Where bytes are in the media file of a stream. */
export interface HlsPlace {
	readonly offset: number;
	readonly bytes: number;
}

/** What happens to a stream, as it is written down: paths are names of files in its folder. */
export type HlsRecord =
	| { readonly type: 'start'; readonly at: number }
	| (HlsInitEvent & HlsPlace)
	| HlsPartEvent
	| (HlsSegmentEvent & HlsPlace)
	| { readonly type: 'playable' }
	| { readonly type: 'end' };

const NAME = 'stream.jsonl';

/**
 * The life of a stream, a line for each step, in its folder: what players were told is there again after a crash. A line
 * is on the disk before players hear of it.
 */
export class HlsJournal {
	readonly #path: string;
	readonly #file: FileHandle;
	#closed = false;

	private constructor(path: string, file: FileHandle) {
		this.#path = path;
		this.#file = file;
	}

	/** Goes on with the journal of a folder, or begins one. A last line that was cut off goes. */
	static async open(folder: string): Promise<HlsJournal> {
		const path = join(folder, NAME);
		const content = await readFile(path).catch(unlessMissing);
		const file = await open(path, 'a');
		if (content !== undefined) await file.truncate(content.lastIndexOf('\n') + 1);
		return new HlsJournal(path, file);
	}

	/** What a folder's journal says; undefined when there is none. A last line that was cut off is left out. */
	static async read(folder: string): Promise<HlsRecord[] | undefined> {
		const text = await readFile(join(folder, NAME), 'utf8').catch(unlessMissing);
		if (text === undefined) return undefined;
		const lines = text.split('\n');
		lines.pop();
		return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as HlsRecord);
	}

	async write(record: HlsRecord): Promise<void> {
		await this.#file.appendFile(`${JSON.stringify(record)}\n`);
	}

	/** The stream is over: parts are of no more use. */
	async finish(records: readonly HlsRecord[]): Promise<void> {
		await this.close();
		const shorter = `${this.#path}.new`;
		await writeFile(shorter, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
		await rename(shorter, this.#path);
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
