import type { Selectable } from 'kysely';
import type { Queries } from '../db/Database.ts';
import type { WebhookSecretsTable } from '../db/webhookTables.ts';
import { epochMs } from '../time/clock.ts';

/** Only ever one row. */
const SIGNING_KEY_ID = 1;

/** The secret of a key, and the one before it as long as it signs. */
export interface StoredSecret {
	/** `whsec_…`. */
	readonly secret: string;
	readonly previous: { readonly secret: string; readonly until: Date } | null;
}

function toSecret(row: Selectable<WebhookSecretsTable>): StoredSecret {
	const { secret, previous, previous_until } = row;
	return {
		secret,
		previous:
			previous === null || previous_until === null ? null : { secret: previous, until: new Date(previous_until) },
	};
}

export async function findSecret(queries: Queries, keyId: string): Promise<StoredSecret | undefined> {
	const row = await queries.selectFrom('webhook_secrets').selectAll().where('key_id', '=', keyId).executeTakeFirst();
	return row && toSecret(row);
}

/** Give a key its first secret, unless it has one. */
export async function insertSecret(queries: Queries, keyId: string, secret: string): Promise<void> {
	await queries
		.insertInto('webhook_secrets')
		.values({ key_id: keyId, secret, previous: null, previous_until: null })
		.onConflict((conflict) => conflict.doNothing())
		.execute();
}

/** Replace the present secret by a new one; the old one signs until then as well. */
export async function replaceSecret(
	queries: Queries,
	keyId: string,
	secret: string,
	previousUntil: Date,
): Promise<StoredSecret> {
	const row = await queries
		.updateTable('webhook_secrets')
		.set((set) => ({ previous: set.ref('secret'), previous_until: previousUntil.getTime(), secret }))
		.where('key_id', '=', keyId)
		.returningAll()
		.executeTakeFirstOrThrow();
	return toSecret(row);
}

/** Both halves as PEM. */
export interface StoredSigningKey {
	readonly publicKey: string;
	readonly privateKey: string;
}

export async function findSigningKey(queries: Queries): Promise<StoredSigningKey | undefined> {
	const row = await queries
		.selectFrom('webhook_signing_key')
		.selectAll()
		.where('id', '=', SIGNING_KEY_ID)
		.executeTakeFirst();
	return row && { publicKey: row.public_key, privateKey: row.private_key };
}

/** Keep the pair, unless another server was faster. */
export async function insertSigningKey(queries: Queries, key: StoredSigningKey): Promise<void> {
	await queries
		.insertInto('webhook_signing_key')
		.values({
			id: SIGNING_KEY_ID,
			private_key: key.privateKey,
			public_key: key.publicKey,
			created_at: epochMs(),
		})
		.onConflict((conflict) => conflict.doNothing())
		.execute();
}
