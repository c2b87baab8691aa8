import { dirname, extname, posix } from 'node:path';
import { RoomcastError } from '@roomcast/contract';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { StorageLocation } from '../config/storageUrl.ts';
import type { Database, Queries } from '../db/Database.ts';
import { newDocumentId } from '../db/ids.ts';
import type { KeyWatch } from '../keys/KeyWatch.ts';
import { type TargetGuard, TargetRefused } from '../net/TargetGuard.ts';
import type { QueueTime } from '../queue/QueueClock.ts';
import type { SlotLimits } from '../queue/Slots.ts';
import { nodeIdOf } from '../sessions/alive/nodeId.ts';
import { epochMs } from '../time/clock.ts';
import { FileLinks, type LinkKind } from './FileLinks.ts';
import { FileQueue } from './FileQueue.ts';
import { type FileListener, FileWork } from './FileWork.ts';
import { filesOfCaptures, findFiles, hurryQueue, insertFile, keyOfPath, markDeleted } from './fileStore.ts';
import { findKeyStorage } from './keyStorageStore.ts';
import { registerStorageMetrics } from './metrics.ts';
import { linkedPlaylist, MAX_PLAYLIST, PLAYLIST_TYPE } from './playlist.ts';
import type { StorageDriver } from './StorageDriver.ts';
import { StorageDrivers, StorageGone } from './StorageDrivers.ts';
import type { NewFile, StoredFile } from './StoredFile.ts';
import { StoreWatch } from './StoreWatch.ts';
import { StorageService } from './service.ts';

/** ms that `close` waits for files on their way into a folder, which takes a moment; a bucket may take an hour. */
const CLOSE_GRACE = 3_000;
/** ms for which an answer of the storage about itself holds. */
const PING_HOLDS = 5_000;

export interface StorageOptions {
	readonly database: Database;
	/** Where the id of the node is kept, and local files when the storage is elsewhere. */
	readonly dataDir: string;
	/** The setting `ROOMCAST_STORAGE_URL`. */
	readonly location: StorageLocation;
	/** Seconds for which a link is valid. */
	readonly linkTtl: number;
	/** What keeps URLs of callers from private addresses. */
	readonly guard: TargetGuard;
	/** Base of every link, without a slash at its end. */
	readonly publicUrl: () => string;
	/** Which keys were revoked: links to their files are closed. */
	readonly keys: Pick<KeyWatch, 'anyRevoked' | 'isRevoked'>;
	readonly registry: Registry;
	readonly logger: Logger;
	/** What the schedule goes by. */
	readonly clock: QueueTime;
	readonly limits?: SlotLimits;
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
	readonly service: StorageService;
	readonly links: FileLinks;
	readonly #options: StorageOptions;
	readonly #nodeId: string;
	readonly #drivers: StorageDrivers;
	readonly #listeners: FileListener[] = [];
	readonly #queue: FileQueue;
	/** Of the storage of the server. */
	readonly #watch: StoreWatch;
	#ping: { readonly until: number; readonly answer: Promise<void> } | undefined;

	private constructor(options: StorageOptions, nodeId: string, links: FileLinks) {
		const { database, dataDir, location, guard, registry, clock } = options;
		const logger = options.logger.child({ part: 'storage' });
		this.#options = options;
		this.#nodeId = nodeId;
		this.links = links;
		this.#drivers = new StorageDrivers({ location, dataDir, links, guard, queries: database.queries });
		this.service = new StorageService({ database, guard, drivers: this.#drivers });
		const measure = registerStorageMetrics(registry, database, clock);
		this.#watch = new StoreWatch({
			ping: () => this.ping(),
			onBack: () =>
				void this.#hurry().catch((error) =>
					logger.warn({ err: error }, 'files still wait, although the store is back'),
				),
		});
		this.#queue = new FileQueue({
			database,
			nodeId,
			logger,
			work: new FileWork({
				database,
				drivers: this.#drivers,
				guard,
				listeners: this.#listeners,
				logger,
				onAttempt: (outcome, file, durationMs) => {
					measure(outcome, file, durationMs);
					if (outcome === 'retried' && file.target === 'server') this.#watch.handleFailure();
				},
				clock,
			}),
			closeGrace: location.type === 'file' ? CLOSE_GRACE : 0,
			clock,
			...(options.limits === undefined ? {} : { limits: options.limits }),
		});
		// A bucket that is away is no reason not to take calls, and files wait; but somebody should know.
		this.ping().catch((error) => logger.warn(`the storage does not work, so files wait: ${(error as Error).message}`));
	}

	/** Does nothing with files before `start`, so that nobody who must `listen` misses one. */
	static async create(options: StorageOptions): Promise<Storage> {
		const [nodeId, links] = await Promise.all([
			nodeIdOf(options.dataDir),
			FileLinks.create(options.database, options.publicUrl),
		]);
		return new Storage(options, nodeId, links);
	}

	/** The folder of local files, for the route that hands them out. */
	get folder(): string {
		return this.#drivers.local.folder;
	}

	/** Where small files that are written while they are watched go: playlists and segments. */
	get driver(): StorageDriver {
		return this.#drivers.server;
	}

	/** Begin to bring away what is handed in, and what earlier runs left. After every `listen`. */
	start(): void {
		this.#queue.start();
	}

	/** Hear of files that are stored or abandoned, also of those that earlier runs added. */
	listen(listener: FileListener): void {
		this.#listeners.push(listener);
	}

	/**
	 * Hand a finished local file over. It is brought to the storage of its key, to its `presignedUrl`, or to the storage
	 * of the server, as soon as the transaction is committed, and again until it is there: for a day.
	 *
	 * @param transaction of `Database.transaction`
	 * @throws when `transaction` is none
	 */
	async add(transaction: Queries, file: NewFile): Promise<StoredFile> {
		const { id = newDocumentId(), keyId, presignedUrl } = file;
		const own = presignedUrl === undefined ? await findKeyStorage(transaction, keyId) : undefined;
		const target = presignedUrl !== undefined ? 'presigned' : own !== undefined ? 'key' : 'server';
		const now = this.#options.clock.now();
		const row = {
			id,
			key_id: keyId,
			capture_id: file.captureId,
			queue: queueOf(presignedUrl, own?.id),
			content_type: file.contentType,
			size: file.size,
			meta: JSON.stringify(file.meta ?? {}),
			state: 'pending',
			target,
			key_storage_id: own?.id ?? null,
			location: null,
			local_path: file.localPath,
			node_id: this.#nodeId,
			presigned_url: presignedUrl ?? null,
			upload_id: null,
			next_at: now,
			claim: null,
			error: null,
			created_at: epochMs(),
			stored_at: null,
			queued_at: now,
		};
		const added =
			(await insertFile(transaction, { ...row, path: file.path })) ??
			(await insertFile(transaction, { ...row, path: withId(file.path, id) }));
		if (added === undefined) throw new Error(`There is a file ${id} at ${file.path} already`);
		this.#options.database.afterCommit(transaction, () => this.#queue.wake());
		return added;
	}

	/** Files by their ids; those that are not there, or deleted, are left out. */
	async find(
		ids: readonly string[],
		queries: Queries = this.#options.database.queries,
	): Promise<Map<string, StoredFile>> {
		const files = await findFiles(queries, ids);
		return new Map(files.filter(({ state }) => state !== 'deleted').map((file) => [file.id, file]));
	}

	/**
	 * The files of some recordings or streams, without deleted ones, in the order they were added.
	 *
	 * @param queries the database, or a transaction: a file that the transaction stores counts as stored
	 */
	async ofCaptures(queries: Queries, captureIds: readonly string[]): Promise<StoredFile[]> {
		return (await filesOfCaptures(queries, captureIds)).filter(({ state }) => state !== 'deleted');
	}

	/**
	 * A link to a stored file, valid for `ROOMCAST_FILE_URL_TTL` seconds. Null when it is not stored, went to a
	 * `preSignedUrl`, or is in a storage whose settings are gone.
	 *
	 * @param queries of the transaction that is open, where one is
	 */
	async url(file: StoredFile, queries?: Queries): Promise<string | null> {
		if (file.state !== 'stored' || file.target === 'presigned') return null;
		try {
			const driver = await this.#drivers.of(file, queries);
			if (file.contentType === PLAYLIST_TYPE) return this.links.makePlaylist(file.id, this.#options.linkTtl);
			return await driver.url(file.path, this.#options.linkTtl);
		} catch (error) {
			if (error instanceof StorageGone || error instanceof TargetRefused) return null;
			throw error;
		}
	}

	/**
	 * A stored playlist that names its files by links, so that a player needs nothing else.
	 *
	 * @param expiresIn seconds for which those are valid
	 * @throws RoomcastError FILE_NOT_FOUND
	 */
	async playlist(id: string, expiresIn: number): Promise<string> {
		const file = (await this.find([id])).get(id);
		if (file?.state !== 'stored' || file.contentType !== PLAYLIST_TYPE || file.target === 'presigned')
			throw new RoomcastError('FILE_NOT_FOUND');
		try {
			const driver = await this.#drivers.of(file);
			const text = await driver.getText(file.path, MAX_PLAYLIST);
			if (text === undefined) throw new RoomcastError('FILE_NOT_FOUND');
			const folder = dirname(file.path);
			return await linkedPlaylist(text, (name) => driver.url(posix.join(folder, name), expiresIn));
		} catch (error) {
			if (error instanceof StorageGone) throw new RoomcastError('FILE_NOT_FOUND', error.message);
			throw error;
		}
	}

	/**
	 * Lets no link through to what belongs to a revoked key. Nothing is looked up while there is no such key.
	 *
	 * @param name what follows `kind` in the path of the link
	 * @throws RoomcastError KEY_REVOKED
	 */
	async checkKey(kind: LinkKind, name: string): Promise<void> {
		const { keys, database } = this.#options;
		if (!keys.anyRevoked) return;
		const id = name.replace(/\.m3u8$/, '');
		const keyId =
			kind === 'playlists'
				? (await findFiles(database.queries, [id]))[0]?.keyId
				: await keyOfPath(database.queries, queueOf(undefined, undefined), name);
		if (keyId !== undefined && keys.isRevoked(keyId)) throw new RoomcastError('KEY_REVOKED');
	}

	/** Delete files, those that are on their way too. What is in the storage is removed in the background. */
	async delete(transaction: Queries, ids: readonly string[]): Promise<void> {
		await markDeleted(transaction, ids, this.#options.clock.now());
		this.#options.database.afterCommit(transaction, () => this.#queue.wake());
	}

	/**
	 * Whether a file can be sent to a URL that a caller gave, as far as possible without sending one.
	 *
	 * @param field its name in the request
	 * @throws RoomcastError VALIDATION_FAILED
	 */
	async checkPresigned(field: string, url: string): Promise<void> {
		try {
			await this.#options.guard.check(url, 'upload');
		} catch (cause) {
			throw new RoomcastError('VALIDATION_FAILED', `\`${field}\` cannot be used: ${(cause as Error).message}`, {
				cause,
			});
		}
	}

	/** Resolves when the storage of the server answers. @throws what is wrong with it */
	ping(): Promise<void> {
		const now = performance.now();
		if (this.#ping === undefined || this.#ping.until <= now)
			this.#ping = { until: now + PING_HOLDS, answer: this.#drivers.server.ping() };
		return this.#ping.answer;
	}

	/** For tests that move the clock. */
	wake(): void {
		this.#queue.wake();
	}

	/** What does not arrive in a moment stops in the middle; the next start continues it. */
	async close(): Promise<void> {
		this.#watch.close();
		await this.#queue.close();
		this.#drivers.close();
	}

	/** What waits for the storage of the server does not wait any longer. */
	async #hurry(): Promise<void> {
		await hurryQueue(this.#options.database.queries, queueOf(undefined, undefined), this.#options.clock.now());
		this.#queue.wake();
	}
}

/** What shares the limit of simultaneous transfers: one storage, or one host that files are PUT to. */
function queueOf(presignedUrl: string | undefined, keyStorageId: string | undefined): string {
	if (presignedUrl !== undefined) return `url:${URL.canParse(presignedUrl) ? new URL(presignedUrl).host : ''}`;
	return keyStorageId === undefined ? 'server' : `key:${keyStorageId}`;
}

/** `a/b.mp4` → `a/b-<id>.mp4`. */
function withId(path: string, id: string): string {
	const extension = extname(path);
	return `${path.slice(0, path.length - extension.length)}-${id}${extension}`;
}
