import { join } from 'node:path';
import type { StorageLocation } from '../config/storageUrl.ts';
import type { Queries } from '../db/Database.ts';
import type { TargetGuard } from '../net/TargetGuard.ts';
import type { FileLinks } from './FileLinks.ts';
import { getKeyStorage, type KeyStorageSettings } from './keyStorageStore.ts';
import { LocalDriver } from './LocalDriver.ts';
import type { StorageDriver } from './StorageDriver.ts';
import type { StoredFile } from './StoredFile.ts';
import { S3Driver } from './s3/S3Driver.ts';

/** A storage that can be used no more: its settings are gone. */
export class StorageGone extends Error {
	override readonly name = 'StorageGone';
}

export interface StorageDriversOptions {
	readonly location: StorageLocation;
	readonly dataDir: string;
	readonly links: FileLinks;
	readonly guard: TargetGuard;
	readonly queries: Queries;
}

/** Which driver has which file. */
export class StorageDrivers {
	/** Where files of the server go. */
	readonly server: StorageDriver;
	/** Where they went, or would go, without a bucket. */
	readonly local: LocalDriver;
	readonly #guard: TargetGuard;
	readonly #queries: Queries;
	/** Of the storages of keys, by their id. */
	readonly #ofKeys = new Map<string, { readonly updatedAt: number; readonly driver: StorageDriver }>();

	constructor({ location, dataDir, links, guard, queries }: StorageDriversOptions) {
		const folder = location.type === 'file' ? location.folder : join(dataDir, 'storage');
		this.local = new LocalDriver(folder, links);
		this.server = location.type === 'file' ? this.local : new S3Driver({ ...location, guard: undefined });
		this.#guard = guard;
		this.#queries = queries;
	}

	/**
	 * The driver that has a file, or that a file on its way goes to.
	 *
	 * @param queries of the transaction that is open, where one is: on SQLite others would wait for it
	 * @throws StorageGone
	 */
	async of(
		file: Pick<StoredFile, 'target' | 'location' | 'keyStorageId'>,
		queries: Queries = this.#queries,
	): Promise<StorageDriver> {
		if (file.target === 'presigned') throw new StorageGone('what went to a `preSignedUrl` is not in reach');
		if (file.target === 'key') return this.#ofKey(file.keyStorageId, queries);
		if (file.location === null || file.location === this.server.location) return this.server;
		if (file.location === this.local.location) return this.local;
		throw new StorageGone(`it is in ${file.location}, and ROOMCAST_STORAGE_URL names another storage`);
	}

	/** A driver for settings that are to be tried. The caller closes it. */
	trial(settings: KeyStorageSettings): StorageDriver {
		return this.#make(settings);
	}

	close(): void {
		this.server.close();
		for (const { driver } of this.#ofKeys.values()) driver.close();
		this.#ofKeys.clear();
	}

	async #ofKey(id: string | null, queries: Queries): Promise<StorageDriver> {
		const storage = id === null ? undefined : await getKeyStorage(queries, id);
		if (storage === undefined || storage.secretAccessKey === null)
			throw new StorageGone('the key has taken its storage back');
		const updatedAt = storage.updatedAt.getTime();
		const present = this.#ofKeys.get(storage.id);
		if (present?.updatedAt === updatedAt) return present.driver;
		present?.driver.close();
		const driver = this.#make({ ...storage, secretAccessKey: storage.secretAccessKey });
		this.#ofKeys.set(storage.id, { updatedAt, driver });
		return driver;
	}

	#make({ accessKeyId, secretAccessKey, ...place }: KeyStorageSettings): StorageDriver {
		return new S3Driver({ ...place, credentials: { accessKeyId, secretAccessKey }, guard: this.#guard });
	}
}
