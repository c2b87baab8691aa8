import { randomBytes, randomUUID } from 'node:crypto';
import type { Database } from '../db/Database.ts';
import { newDocumentId } from '../db/ids.ts';
import { epochMs } from '../time/clock.ts';
import type { Key } from './Key.ts';
import { KeyCache } from './KeyCache.ts';
import { findDevelopmentKey, findKey, insertKey, listKeys, replaceSecret, revokeKey } from './store.ts';

const SECRET_BYTES = 48;

/** API keys: making, finding and revoking them. */
export class KeyService {
	readonly #database: Database;
	readonly #cache: KeyCache;
	/** Ids of keys that were seen. */
	readonly #known = new Set<string>();

	constructor(database: Database) {
		this.#database = database;
		this.#cache = new KeyCache(async (id) => {
			const key = await findKey(database.queries, id);
			if (key !== undefined) this.#known.add(id);
			return key;
		});
	}

	/** Make a key with a random secret. */
	async create(name: string): Promise<Key> {
		const key = newKey({ name });
		await insertKey(this.#database.queries, key);
		return key;
	}

	/** Every key, revoked ones too, the oldest first. */
	async list(): Promise<Key[]> {
		const keys = await listKeys(this.#database.queries);
		for (const { id } of keys) this.#known.add(id);
		return keys;
	}

	/** A key as it was at most 1.5 s ago; for verifying tokens. */
	find(id: string): Promise<Key | undefined> {
		return this.#cache.get(id);
	}

	/** Whether there was such a key when this server began, or since: no invented one is known. */
	isKnown(id: string): boolean {
		return this.#known.has(id);
	}

	/**
	 * Revoke a key: no token that it signed is good any more. Here at once, in other processes within 2 s.
	 *
	 * @returns whether there was such a key in force
	 */
	async revoke(id: string): Promise<boolean> {
		const revoked = await revokeKey(this.#database.queries, id, new Date(epochMs()));
		this.#cache.forget(id);
		return revoked;
	}

	/**
	 * The key that the environment brings: added when it is new, its secret replaced when it is another. A revoked key
	 * stays revoked.
	 */
	async ensure(id: string, secret: string): Promise<Key> {
		const key = await this.#database.transaction(async (queries) => {
			await insertKey(queries, newKey({ id, secret, name: 'First key' }));
			const stored = await findKey(queries, id);
			if (stored === undefined) throw new Error(`Key ${id} was not stored`);
			if (stored.secret !== secret) await replaceSecret(queries, id, secret);
			return { ...stored, secret };
		});
		this.#cache.forget(id);
		return key;
	}

	/** The development key: made when there is none. Servers that start at once on one database agree on one. */
	async ensureDevelopmentKey(): Promise<Key> {
		const existing = await findDevelopmentKey(this.#database.queries);
		if (existing !== undefined) return existing;
		await insertKey(this.#database.queries, newKey({ name: 'Development key', development: true }));
		const key = await findDevelopmentKey(this.#database.queries);
		if (key === undefined) throw new Error('The development key was not stored');
		return key;
	}
}

function newKey(given: { name: string; id?: string; secret?: string; development?: boolean }): Key {
	return {
		id: given.id ?? randomUUID(),
		secret: given.secret ?? randomBytes(SECRET_BYTES).toString('base64url'),
		name: given.name,
		userId: newDocumentId(),
		development: given.development ?? false,
		createdAt: new Date(epochMs()),
		revokedAt: undefined,
	};
}
