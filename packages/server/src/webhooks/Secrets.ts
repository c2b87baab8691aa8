import { randomBytes } from 'node:crypto';
import type { Database } from '../db/Database.ts';
import { epochMs } from '../time/clock.ts';
import { findSecret, insertSecret, replaceSecret, type StoredSecret } from './secretStore.ts';
import { toSecret } from './signatures.ts';

/** Standard Webhooks: 24 to 64 bytes. */
const SECRET_BYTES = 32;
/** How long the secret before a rotation signs as well. */
const OVERLAP_MS = 24 * 60 * 60 * 1000;

/** The secrets that sign the messages of each API key. */
export class Secrets {
	readonly #database: Database;
	readonly #now: () => number;

	constructor(database: Database, now: () => number = epochMs) {
		this.#database = database;
		this.#now = now;
	}

	/** The secret of a key; made when it has none. `previous` is there only while it signs. */
	async get(keyId: string): Promise<StoredSecret> {
		const known = await findSecret(this.#database.queries, keyId);
		if (known !== undefined) return this.#inForce(known);
		await insertSecret(this.#database.queries, keyId, newSecret());
		const made = await findSecret(this.#database.queries, keyId);
		if (made === undefined) throw new Error(`The webhook secret of key ${keyId} was not stored`);
		return this.#inForce(made);
	}

	/** Give a key a new secret. The present one signs for a day longer; one before that no more. */
	async rotate(keyId: string): Promise<StoredSecret> {
		await this.get(keyId);
		return replaceSecret(this.#database.queries, keyId, newSecret(), new Date(this.#now() + OVERLAP_MS));
	}

	/** What signs now, the newest first. */
	async signing(keyId: string): Promise<readonly string[]> {
		const { secret, previous } = await this.get(keyId);
		return previous === null ? [secret] : [secret, previous.secret];
	}

	#inForce({ secret, previous }: StoredSecret): StoredSecret {
		return { secret, previous: previous !== null && previous.until.getTime() > this.#now() ? previous : null };
	}
}

function newSecret(): string {
	return toSecret(randomBytes(SECRET_BYTES));
}
