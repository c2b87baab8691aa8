import { statfs } from 'node:fs/promises';
import { BlamedError } from '../log/BlamedError.ts';

/**
 * Bytes that this process may still write to the file system of a folder.
 *
 * @param folder must be there
 * @throws what the system says when it cannot be asked
 */
export async function freeBytes(folder: string): Promise<number> {
	// `bavail`, not `bfree`: what is reserved for root is not there for others.
	const { bavail, bsize } = await statfs(folder);
	return bavail * bsize;
}

/** Whether something failed because a disk is full, or a quota used up; also as a composer tells it, in words. */
export function isDiskFull(error: unknown): boolean {
	const { code, message } = error as NodeJS.ErrnoException;
	return code === 'ENOSPC' || code === 'EDQUOT' || /no space left on device|ENOSPC|EDQUOT/i.test(message ?? '');
}

/** Something is not written, because the disk is nearly full. */
export class DiskShortage extends BlamedError {
	/** @param shortage what {@link DiskSpace} says of it */
	constructor(shortage: string) {
		super('operator', shortage);
	}
}

/** Tells when a disk is nearly full: then nothing may be written that can be left out. */
export class DiskSpace {
	readonly #folder: string;
	readonly #minimum: number;

	/** @param minimum bytes that stay free: the setting `ROOMCAST_MIN_FREE_DISK` */
	constructor(folder: string, minimum: number) {
		this.#folder = folder;
		this.#minimum = minimum;
	}

	/** What is wrong, for a message, when less is free than must be; undefined while there is room. */
	async shortage(): Promise<string | undefined> {
		const free = await freeBytes(this.#folder);
		if (free >= this.#minimum) return undefined;
		return `the disk is nearly full: ${megabytes(free)} MB are free, ${megabytes(this.#minimum)} MB must be (ROOMCAST_MIN_FREE_DISK)`;
	}

	/** Whether so many bytes may be written that can be written later. */
	async hasRoomFor(bytes: number): Promise<boolean> {
		return (await freeBytes(this.#folder)) - bytes >= this.#minimum;
	}
}

function megabytes(bytes: number): number {
	return Math.floor(bytes / 1_000_000);
}
