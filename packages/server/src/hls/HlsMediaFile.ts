import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { HlsByteRange } from './HlsJournal.ts';

/** Of the media of a stream, in its folder. */
export const MEDIA_NAME = 'media.mp4';

/**
 * All segments of a stream one behind the other, init segments among them: one file to bring to the storage, and
 * players of ended streams find segments in it by byte ranges.
 */
export class HlsMediaFile {
	readonly #file: FileHandle;
	#size: number;
	#closed = false;

	private constructor(file: FileHandle, size: number) {
		this.#file = file;
		this.#size = size;
	}

	/** @param size what is written down of it: more, which a crash left, is cut off */
	static async open(folder: string, size: number): Promise<HlsMediaFile> {
		const path = join(folder, MEDIA_NAME);
		const file = await open(path, size === 0 ? 'w' : 'r+');
		await file.truncate(size);
		return new HlsMediaFile(file, size);
	}

	get size(): number {
		return this.#size;
	}

	/** One at a time. @returns where it is @throws what the disk says; the next one begins at the same offset */
	async append(data: Buffer): Promise<HlsByteRange> {
		const range = { offset: this.#size, bytes: data.length };
		for (let done = 0; done < data.length; ) {
			const { bytesWritten } = await this.#file.write(data, done, data.length - done, range.offset + done);
			done += bytesWritten;
		}
		this.#size += data.length;
		return range;
	}

	/** What an append left that failed in the middle is cut off. */
	async close(): Promise<void> {
		if (this.#closed) return;
		this.#closed = true;
		try {
			await this.#file.truncate(this.#size);
		} finally {
			await this.#file.close();
		}
	}
}
