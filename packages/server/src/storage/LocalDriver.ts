import { randomBytes } from 'node:crypto';
import { copyFile, mkdir, open, rename, rm, rmdir, stat, unlink } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { text } from 'node:stream/consumers';
import type { FileLinks } from './FileLinks.ts';
import {
	type LocalFile,
	LocalFileLost,
	type ObjectHeaders,
	type ObjectState,
	type StorageDriver,
} from './StorageDriver.ts';

/** Files in a folder. What is in its place is whole, whenever the machine stops. */
export class LocalDriver implements StorageDriver {
	readonly location = 'local';
	/** Absolute. */
	readonly folder: string;
	readonly #links: Pick<FileLinks, 'make'>;

	/** @param links makes links to what is in the folder */
	constructor(folder: string, links: Pick<FileLinks, 'make'>) {
		this.folder = folder;
		this.#links = links;
	}

	/** Moves the file: it is not at its `localPath` any more. */
	async put({ localPath, size }: LocalFile, key: string): Promise<void> {
		const place = this.#place(key);
		const there = await sizeOf(localPath);
		if (there === undefined) {
			// Moved by an attempt that did not live to say so.
			if ((await sizeOf(place)) === size) return;
			throw new LocalFileLost('the local file is missing');
		}
		if (there !== size) throw new LocalFileLost(`the local file has ${there} bytes, ${size} were handed in`);
		await sync(localPath);
		await this.#intoPlace(place, async () => {
			try {
				await rename(localPath, place);
			} catch (error) {
				if (codeOf(error) !== 'EXDEV') throw error;
				await this.#write(place, (temporary) => copyFile(localPath, temporary));
				await unlink(localPath);
			}
		});
	}

	async putBuffer(key: string, body: Buffer | string, _headers: ObjectHeaders): Promise<void> {
		const place = this.#place(key);
		await this.#intoPlace(place, () =>
			this.#write(place, async (temporary) => {
				const file = await open(temporary, 'wx');
				await file.writeFile(body).finally(() => file.close());
			}),
		);
	}

	async getText(key: string, limit: number): Promise<string | undefined> {
		const file = await open(this.#place(key)).catch(unlessMissing);
		if (file === undefined) return undefined;
		return text(file.createReadStream({ end: limit - 1 }));
	}

	async stat(key: string): Promise<ObjectState | undefined> {
		const found = await stat(this.#place(key)).catch(unlessMissing);
		if (!found?.isFile()) return undefined;
		return { size: found.size, etag: `${found.size.toString(16)}-${found.mtime.getTime().toString(16)}` };
	}

	async url(key: string, expiresIn: number): Promise<string> {
		return this.#links.make(key, expiresIn);
	}

	/** Folders that become empty go as well. */
	async delete(key: string): Promise<void> {
		const place = this.#place(key);
		await unlink(place).catch(unlessMissing);
		await this.#prune(dirname(place));
	}

	async deletePrefix(prefix: string): Promise<void> {
		const place = this.#place(prefix);
		await rm(place, { recursive: true, force: true });
		await this.#prune(dirname(place));
	}

	/** @throws when nothing can be written */
	async ping(): Promise<void> {
		const probe = join(this.folder, `.probe-${randomBytes(6).toString('hex')}`);
		try {
			await mkdir(this.folder, { recursive: true });
			await (await open(probe, 'wx')).close();
			await unlink(probe);
		} catch (error) {
			throw new Error(`the folder ${this.folder} cannot be written to: ${(error as Error).message}`, { cause: error });
		}
	}

	close(): void {}

	/** @throws when a key leads out of the folder: then it was not checked */
	#place(key: string): string {
		const place = join(this.folder, key);
		if (!place.startsWith(this.folder + sep) || key.includes('\0'))
			throw new Error(`${JSON.stringify(key)} leads out of the storage`);
		return place;
	}

	/** Make the folders of a place, do the work there, and have the disk remember both. */
	async #intoPlace(place: string, work: () => Promise<void>): Promise<void> {
		const folder = dirname(place);
		await mkdir(folder, { recursive: true });
		try {
			await work();
		} catch (error) {
			// Somebody deleted the last file of the folder between the two.
			if (codeOf(error) !== 'ENOENT') throw error;
			await mkdir(folder, { recursive: true });
			await work();
		}
		for (let each = folder; each.startsWith(this.folder); each = dirname(each)) await sync(each);
	}

	/** Write under another name, so that nobody ever reads half of it. */
	async #write(place: string, write: (temporary: string) => Promise<void>): Promise<void> {
		const temporary = `${place}.${randomBytes(6).toString('hex')}.part`;
		try {
			await write(temporary);
			await sync(temporary);
			await rename(temporary, place);
		} catch (error) {
			await rm(temporary, { force: true });
			throw error;
		}
	}

	async #prune(folder: string): Promise<void> {
		for (let each = folder; each.startsWith(this.folder + sep); each = dirname(each)) {
			try {
				await rmdir(each);
			} catch {
				// Not empty, or gone already.
				return;
			}
		}
	}
}

async function sizeOf(path: string): Promise<number | undefined> {
	const found = await stat(path).catch(unlessMissing);
	return found?.isFile() ? found.size : undefined;
}

/** Have the disk remember a file or a folder. */
async function sync(path: string): Promise<void> {
	const handle = await open(path, 'r');
	await handle.sync().finally(() => handle.close());
}

function unlessMissing(error: unknown): undefined {
	if (codeOf(error) !== 'ENOENT' && codeOf(error) !== 'ENOTDIR') throw error;
	return undefined;
}

function codeOf(error: unknown): string | undefined {
	return (error as NodeJS.ErrnoException).code;
}
