import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { StorageLocation } from '../config/storageUrl.ts';
import type { Database, Queries } from '../db/Database.ts';
import type { TargetGuard } from '../net/TargetGuard.ts';
import type { NewFile, StoredFile } from './StoredFile.ts';

export interface StorageOptions {
	readonly database: Database;
	/** Where the id of the node is kept, and local files when the storage is elsewhere. */
	readonly dataDir: string;
	/** The setting `ROOMCAST_STORAGE_URL`. */
	readonly location: StorageLocation;
	/** Seconds that a link is good for. */
	readonly linkTtl: number;
	/** What keeps URLs of callers from private addresses. */
	readonly guard: TargetGuard;
	/** Base of every link, without a slash at its end. */
	readonly publicUrl: () => string;
	readonly registry: Registry;
	readonly logger: Logger;
}

/** Hears of a file inside the transaction that writes down how it ended: what it writes is committed with that. */
export interface FileListener {
	/** Its storage has confirmed it. */
	onStored?(transaction: Queries, file: StoredFile): Promise<void>;
	/** It was given up. @param reason for people, without secrets; it says where the local file is kept */
	onFailed?(transaction: Queries, file: StoredFile, reason: string): Promise<void>;
}

/**
 * Where finished files go: handed in as local files, brought to their storage, linked to, deleted.
 *
 * ```ts
 * storage.listen({ onStored: (transaction, file) => … });
 * await database.transaction((transaction) => storage.add(transaction, { keyId, captureId, path, localPath, … }));
 * const fileUrl = await storage.url(file); // null until it is stored
 * ```
 */
export class Storage {
	/** Begins at once to bring away what earlier runs left. */
	static async create(_options: StorageOptions): Promise<Storage> {
		throw new Error('The storage is not there');
	}

	/** Hear of files that are stored or given up, also of those that earlier runs added. Call it before `start`. */
	listen(_listener: FileListener): void {
		throw new Error('The storage is not there');
	}

	/**
	 * Hand a finished local file over. It is brought to the storage of its key, to its `presignedUrl`, or to the storage
	 * of the server, as soon as the transaction is committed, and again until it is there: for a day.
	 *
	 * @param transaction of `Database.transaction`
	 */
	async add(_transaction: Queries, _file: NewFile): Promise<StoredFile> {
		throw new Error('The storage is not there');
	}

	/** Files by their ids; those that are not there, or deleted, are left out. */
	async find(_ids: readonly string[]): Promise<Map<string, StoredFile>> {
		throw new Error('The storage is not there');
	}

	/** A link to a stored file, good for `ROOMCAST_FILE_URL_TTL` seconds; null when there is none to give. */
	async url(_file: StoredFile): Promise<string | null> {
		throw new Error('The storage is not there');
	}

	/** Delete files, those that are on their way too. What is in the storage is removed in the background. */
	async delete(_transaction: Queries, _ids: readonly string[]): Promise<void> {
		throw new Error('The storage is not there');
	}

	/** Resolves when the storage of the server answers. @throws what is wrong with it */
	async ping(): Promise<void> {
		throw new Error('The storage is not there');
	}

	/** Stops in the middle; the next start goes on. */
	async close(): Promise<void> {}
}
