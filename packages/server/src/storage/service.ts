import { randomBytes } from 'node:crypto';
import { type KeyStorageBody, RoomcastError } from '@roomcast/contract';
import type { Caller } from '../auth/Caller.ts';
import { isEndpoint } from '../config/storageUrl.ts';
import type { Database } from '../db/Database.ts';
import { type TargetGuard, TargetRefused } from '../net/TargetGuard.ts';
import { epochMs } from '../time/clock.ts';
import {
	dropKeyStorage,
	findKeyStorage,
	type KeyStorage,
	type KeyStorageSettings,
	putKeyStorage,
} from './keyStorageStore.ts';
import type { StorageDrivers } from './StorageDrivers.ts';
import { storeError } from './s3/storeError.ts';
import { storagePrefix } from './storagePath.ts';

/** What of a caller counts here. */
type StorageCaller = Pick<Caller, 'keyId'>;

export interface StorageServiceOptions {
	readonly database: Database;
	readonly guard: TargetGuard;
	readonly drivers: StorageDrivers;
}

/** The storage that a key sets for itself: its recordings go there instead of to the server's. */
export class StorageService {
	readonly #database: Database;
	readonly #guard: TargetGuard;
	readonly #drivers: StorageDrivers;

	constructor({ database, guard, drivers }: StorageServiceOptions) {
		this.#database = database;
		this.#guard = guard;
		this.#drivers = drivers;
	}

	/** What the key has set. @throws RoomcastError STORAGE_NOT_SET when nothing */
	async get(caller: StorageCaller): Promise<KeyStorage> {
		const storage = await findKeyStorage(this.#database.queries, caller.keyId);
		if (storage === undefined) throw new RoomcastError('STORAGE_NOT_SET');
		return storage;
	}

	/**
	 * Set it, after an object was written, seen and deleted there.
	 *
	 * @throws RoomcastError STORAGE_NOT_USABLE when that did not work; VALIDATION_FAILED
	 */
	async put(caller: StorageCaller, body: KeyStorageBody): Promise<KeyStorage> {
		const settings = await this.#checked(body);
		await this.#try(settings);
		return this.#database.transaction((transaction) => putKeyStorage(transaction, caller.keyId, settings, epochMs()));
	}

	/** Back to the storage of the server. The secret is forgotten. @throws RoomcastError STORAGE_NOT_SET */
	async delete(caller: StorageCaller): Promise<void> {
		const there = await this.#database.transaction((transaction) =>
			dropKeyStorage(transaction, caller.keyId, epochMs()),
		);
		if (!there) throw new RoomcastError('STORAGE_NOT_SET');
	}

	async #checked(body: KeyStorageBody): Promise<KeyStorageSettings> {
		const { endpoint, region, bucket, accessKeyId, secretAccessKey } = body;
		if (endpoint !== undefined && !isEndpoint(endpoint))
			throw new RoomcastError(
				'VALIDATION_FAILED',
				`\`endpoint\` is ${JSON.stringify(endpoint)}; it may be an http or https address without a path, a query or credentials`,
			);
		return {
			endpoint,
			region,
			bucket,
			prefix: storagePrefix('prefix', body.prefix),
			accessKeyId,
			secretAccessKey,
			forcePathStyle: body.forcePathStyle ?? endpoint !== undefined,
		};
	}

	async #try(settings: KeyStorageSettings): Promise<void> {
		const driver = this.#drivers.trial(settings);
		const key = `roomcast-test-${randomBytes(8).toString('hex')}.txt`;
		const text = 'Roomcast tries whether it may write here.\n';
		let step = 'reached';
		try {
			if (settings.endpoint !== undefined) await this.#guard.check(settings.endpoint, 'storage');
			step = 'written to';
			await driver.putBuffer(key, text, { contentType: 'text/plain; charset=utf-8' });
			step = 'read';
			const state = await driver.stat(key);
			if (state?.size !== text.length) throw new Error('the store does not have an object that was written');
			step = 'deleted from';
			await driver.delete(key);
		} catch (error) {
			const refused = error instanceof TargetRefused ? error : undefined;
			const reason = refused?.message ?? storeError(error);
			throw new RoomcastError('STORAGE_NOT_USABLE', `${settings.bucket} cannot be ${step}: ${reason}`, {
				cause: refused,
			});
		} finally {
			driver.close();
		}
	}
}
