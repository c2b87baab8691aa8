import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeFolder } from '@roomcast/testing/removeFolder';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { vi } from 'vitest';
import { storageUrl } from '../../src/config/storageUrl.ts';
import { Database, type DatabaseOptions } from '../../src/db/Database.ts';
import { newDocumentId } from '../../src/db/ids.ts';
import { KeyService } from '../../src/keys/service.ts';
import { TargetGuard } from '../../src/net/TargetGuard.ts';
import { QueueClock } from '../../src/queue/QueueClock.ts';
import { findFiles } from '../../src/storage/fileStore.ts';
import { Storage, type StorageOptions } from '../../src/storage/Storage.ts';
import type { NewFile, StoredFile } from '../../src/storage/StoredFile.ts';
import { createTestDatabase } from './testDatabase.ts';

export interface TestStorageOptions {
	/** `ROOMCAST_STORAGE_URL`; the default folder when absent. */
	readonly url?: string;
	readonly allowPrivate?: boolean;
	readonly limits?: StorageOptions['limits'];
}

/** A database with a storage, without a server around them. */
export class TestStorage {
	readonly database: Database;
	readonly dataDir: string;
	readonly keyId: string;
	storage: Storage;
	/** What the schedule goes by, in ms. */
	now: () => number;
	readonly #cleanUp: () => Promise<void>;

	private constructor(
		database: Database,
		clock: QueueClock,
		dataDir: string,
		keyId: string,
		cleanUp: () => Promise<void>,
	) {
		this.database = database;
		this.now = () => clock.now();
		this.dataDir = dataDir;
		this.keyId = keyId;
		this.storage = undefined as never;
		this.#cleanUp = cleanUp;
	}

	/** On a database and a folder of its own; not started. */
	static async create(options: TestStorageOptions = {}): Promise<TestStorage> {
		const testDatabase = await createTestDatabase();
		const dataDir = await mkdtemp(join(tmpdir(), 'roomcast-test-'));
		const database = await Database.open({ databaseUrl: testDatabase.url, dataDir }, pino({ level: 'silent' }));
		const { id } = await new KeyService(database).create('Test');
		const clock = await QueueClock.create(database);
		const made = new TestStorage(database, clock, dataDir, id, async () => {
			await made.storage.close();
			await database.close();
			await testDatabase.drop();
			await removeFolder(dataDir);
		});
		await made.open(options);
		return made;
	}

	/** Beside a server that runs, to hand files over as its own parts do; never started. */
	static async attach(place: DatabaseOptions, keyId: string): Promise<TestStorage> {
		const database = await Database.open(place, pino({ level: 'silent' }));
		const clock = await QueueClock.create(database);
		const made = new TestStorage(database, clock, place.dataDir, keyId, async () => {
			await made.storage.close();
			await database.close();
		});
		await made.open({});
		return made;
	}

	/** Another storage on the same database and folder, as after a restart; the one before must be closed. */
	async open({ url, allowPrivate = true, limits }: TestStorageOptions): Promise<Storage> {
		const { dataDir, database } = this;
		this.storage = await Storage.create({
			database,
			dataDir,
			location: url === undefined ? { type: 'file', folder: join(dataDir, 'storage') } : storageUrl(url),
			linkTtl: 60,
			guard: new TargetGuard({ allowPrivate }),
			publicUrl: () => 'http://127.0.0.1:1',
			keys: { anyRevoked: false, isRevoked: () => false },
			registry: new Registry(),
			logger: pino({ level: process.env.ROOMCAST_TEST_LOG ?? 'silent' }),
			clock: { now: () => this.now(), toWall: (at) => at },
			...(limits === undefined ? {} : { limits }),
		});
		return this.storage;
	}

	/** Write a file and hand it over. */
	async add(content: Buffer, file: Partial<NewFile> = {}): Promise<StoredFile> {
		const folder = join(this.dataDir, 'captures');
		await mkdir(folder, { recursive: true });
		const localPath = join(folder, `${newDocumentId()}.mp4`);
		await writeFile(localPath, content);
		return this.database.transaction((transaction) =>
			this.storage.add(transaction, {
				keyId: this.keyId,
				captureId: null,
				path: `recordings/${newDocumentId()}.mp4`,
				localPath,
				contentType: 'video/mp4',
				size: content.length,
				...file,
			}),
		);
	}

	/** A file as it is now, whatever its state; undefined when its row is gone. */
	async row(id: string): Promise<StoredFile | undefined> {
		return (await findFiles(this.database.queries, [id]))[0];
	}

	/** Resolves with a file when it fits. */
	async until(id: string, fits: (file: StoredFile) => boolean, timeout = 40_000): Promise<StoredFile> {
		return vi.waitFor(
			async () => {
				const file = await this.row(id);
				if (file === undefined || !fits(file)) throw new Error(`the file is ${JSON.stringify(file)}`);
				return file;
			},
			{ timeout, interval: 30 },
		);
	}

	/** Resolves when a file is in its storage, and nothing of it is left here. */
	stored(id: string, timeout?: number): Promise<StoredFile> {
		return this.until(id, ({ state, localPath }) => state === 'stored' && localPath === null, timeout);
	}

	readonly close = (): Promise<void> => this.#cleanUp();
}

/** Content that cannot be mixed up with other content. */
export function randomContent(bytes: number): Buffer {
	return randomBytes(bytes);
}

export function sha256(content: Buffer | undefined): string {
	return createHash('sha256')
		.update(content ?? 'nothing')
		.digest('hex');
}
