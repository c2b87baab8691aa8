import { randomBytes, randomUUID } from 'node:crypto';
import type { Database } from '../db/Database.ts';
import { newDocumentId } from '../db/ids.ts';
import { epochMs } from '../time/clock.ts';
import type { Key } from './Key.ts';
import { KeyCache } from './KeyCache.ts';
import { findDevelopmentKey, findKey, insertKey, listKeys, replaceSecret, revokeKey } from './store.ts';

const SECRET_BYTES = 48;
/** HS256 wants a secret as long as its hash (RFC 7518 section 3.2), in bytes. */
export const LEAST_SECRET_BYTES = 32;

/** A secret that can be guessed; the message says of which key, and what to do. */
export class WeakSecret extends Error {
	override readonly name = 'WeakSecret';
}

/** What became of a key at a start. */
export interface EnsuredKey {
	readonly key: Key;
	readonly change: 'key-created' | 'key-secret-replaced' | undefined;
}

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
	 *
	 * @throws WeakSecret for a secret under 32 bytes, unless the key has that very secret already; nothing is written then
	 */
	async ensure(id: string, secret: string): Promise<EnsuredKey> {
		const ensured = await this.#database.transaction(async (queries): Promise<EnsuredKey> => {
			const known = await findKey(queries, id);
			if (known?.secret === secret) return { key: known, change: undefined };
			const bytes = Buffer.byteLength(secret);
			if (bytes < LEAST_SECRET_BYTES)
				throw new WeakSecret(
					`the secret of the key ${id} has ${bytes} bytes; a new one has at least ${LEAST_SECRET_BYTES} (RFC 7518 section 3.2)`,
				);
			const added = await insertKey(queries, newKey({ id, secret, name: 'First key' }));
			const stored = await findKey(queries, id);
			if (stored === undefined) throw new Error(`Key ${id} was not stored`);
			if (stored.secret !== secret) await replaceSecret(queries, id, secret);
			const change = added ? 'key-created' : stored.secret === secret ? undefined : 'key-secret-replaced';
			return { key: { ...stored, secret }, change };
		});
		this.#cache.forget(id);
		return ensured;
	}

	/** The development key: made when there is none. Servers that start at once on one database agree on one. */
	async ensureDevelopmentKey(): Promise<EnsuredKey> {
		const existing = await findDevelopmentKey(this.#database.queries);
		if (existing !== undefined) return { key: existing, change: undefined };
		const added = await insertKey(this.#database.queries, newKey({ name: 'Development key', development: true }));
		const key = await findDevelopmentKey(this.#database.queries);
		if (key === undefined) throw new Error('The development key was not stored');
		return { key, change: added ? 'key-created' : undefined };
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
