import type { Selectable } from 'kysely';
import type { Queries } from '../db/Database.ts';
import { newDocumentId } from '../db/ids.ts';
import type { KeyStoragesTable } from '../db/storageTables.ts';

/** What a key says of its own bucket. */
export interface KeyStorageSettings {
	readonly endpoint: string | undefined;
	readonly region: string;
	readonly bucket: string;
	/** Without a slash at either end; may be empty. */
	readonly prefix: string;
	readonly accessKeyId: string;
	readonly secretAccessKey: string;
	readonly forcePathStyle: boolean;
}

/** The storage of a key, in force or replaced. */
export interface KeyStorage extends Omit<KeyStorageSettings, 'secretAccessKey'> {
	readonly id: string;
	readonly keyId: string;
	/** Null when the key has taken it back: nothing can be done with this bucket any more. */
	readonly secretAccessKey: string | null;
	readonly createdAt: Date;
	readonly updatedAt: Date;
}

function toKeyStorage(row: Selectable<KeyStoragesTable>): KeyStorage {
	return {
		id: row.id,
		keyId: row.key_id,
		endpoint: row.endpoint ?? undefined,
		region: row.region,
		bucket: row.bucket,
		prefix: row.prefix,
		accessKeyId: row.access_key_id,
		secretAccessKey: row.secret_access_key,
		forcePathStyle: row.force_path_style === 1,
		createdAt: new Date(row.created_at),
		updatedAt: new Date(row.updated_at),
	};
}

/** The storage that is in force for a key. */
export async function findKeyStorage(queries: Queries, keyId: string): Promise<KeyStorage | undefined> {
	const row = await queries
		.selectFrom('key_storages')
		.selectAll()
		.where('key_id', '=', keyId)
		.where('replaced_at', 'is', null)
		.executeTakeFirst();
	return row && toKeyStorage(row);
}

/** A storage by its id, also one that is not in force any more. */
export async function getKeyStorage(queries: Queries, id: string): Promise<KeyStorage | undefined> {
	const row = await queries.selectFrom('key_storages').selectAll().where('id', '=', id).executeTakeFirst();
	return row && toKeyStorage(row);
}

/**
 * Put a storage in force. New credentials of the same bucket replace the old ones; another bucket stands beside the one
 * before, whose files are still linked to.
 */
export async function putKeyStorage(
	transaction: Queries,
	keyId: string,
	settings: KeyStorageSettings,
	now: number,
): Promise<KeyStorage> {
	const present = await findKeyStorage(transaction, keyId);
	const values = {
		endpoint: settings.endpoint ?? null,
		region: settings.region,
		bucket: settings.bucket,
		prefix: settings.prefix,
		access_key_id: settings.accessKeyId,
		secret_access_key: settings.secretAccessKey,
		force_path_style: settings.forcePathStyle ? (1 as const) : (0 as const),
		updated_at: now,
	};
	if (present !== undefined && samePlace(present, settings)) {
		const row = await transaction
			.updateTable('key_storages')
			.set(values)
			.where('id', '=', present.id)
			.returningAll()
			.executeTakeFirstOrThrow();
		return toKeyStorage(row);
	}
	await transaction
		.updateTable('key_storages')
		.set({ replaced_at: now })
		.where('key_id', '=', keyId)
		.where('replaced_at', 'is', null)
		.execute();
	const row = await transaction
		.insertInto('key_storages')
		.values({ id: newDocumentId(now), key_id: keyId, ...values, created_at: now, replaced_at: null })
		.returningAll()
		.executeTakeFirstOrThrow();
	return toKeyStorage(row);
}

function samePlace(one: KeyStorage, other: KeyStorageSettings): boolean {
	return one.endpoint === other.endpoint && one.bucket === other.bucket && one.prefix === other.prefix;
}

/** Take the storage of a key out of force, and forget every secret that the key has given. @returns whether there was one */
export async function dropKeyStorage(queries: Queries, keyId: string, now: number): Promise<boolean> {
	const present = await findKeyStorage(queries, keyId);
	await queries
		.updateTable('key_storages')
		.set({ secret_access_key: null, updated_at: now })
		.where('key_id', '=', keyId)
		.execute();
	await queries
		.updateTable('key_storages')
		.set({ replaced_at: now })
		.where('key_id', '=', keyId)
		.where('replaced_at', 'is', null)
		.execute();
	return present !== undefined;
}
