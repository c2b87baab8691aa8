import { execFile } from 'node:child_process';
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { removeFolder } from '@roomcast/testing/removeFolder';

const run = promisify(execFile);

/** ms between two looks for space that has become free again. */
const INTERVAL = 100;

/** A file system of its own in memory, for tests that fill it. */
export class TmpDisk {
	readonly folder: string;
	#filler: FileHandle | undefined;
	#bytes = 0;
	#timer: NodeJS.Timeout | undefined;
	#writing: Promise<void> = Promise.resolve();

	private constructor(folder: string) {
		this.folder = folder;
	}

	/** @returns undefined where this process may not mount one: only root may */
	static async mount(megabytes: number): Promise<TmpDisk | undefined> {
		const folder = await mkdtemp(join(tmpdir(), 'roomcast-disk-'));
		try {
			await run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder]);
		} catch {
			await removeFolder(folder);
			return undefined;
		}
		return new TmpDisk(folder);
	}

	/** Takes the last byte, and every one that becomes free, until `free`. */
	async fill(): Promise<void> {
		this.#filler = await open(join(this.folder, 'filler'), 'w');
		await this.#top(this.#filler);
		this.#timer = setInterval(() => {
			const filler = this.#filler;
			if (filler !== undefined) this.#writing = this.#writing.then(() => this.#top(filler));
		}, INTERVAL);
	}

	/** Gives back what was taken. */
	async free(): Promise<void> {
		clearInterval(this.#timer);
		await this.#writing;
		await this.#filler?.close();
		this.#filler = undefined;
		await rm(join(this.folder, 'filler'), { force: true });
	}

	async unmount(): Promise<void> {
		await this.free();
		await run('umount', ['-l', this.folder]);
		await removeFolder(this.folder);
	}

	/** Large pieces first, then pages: what a file system gives out. */
	async #top(filler: FileHandle): Promise<void> {
		for (const size of [1024 * 1024, 4096]) {
			const piece = Buffer.alloc(size, 1);
			try {
				for (;;) this.#bytes += (await filler.write(piece, 0, size, this.#bytes)).bytesWritten;
			} catch (error) {
				if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
			}
		}
	}
}
