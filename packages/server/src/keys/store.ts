import type { Selectable } from 'kysely';
import type { Queries } from '../db/Database.ts';
import type { KeysTable } from '../db/schema.ts';
import type { Key } from './Key.ts';

function toKey(row: Selectable<KeysTable>): Key {
	return {
		id: row.id,
		secret: row.secret,
		name: row.name,
		userId: row.user_id,
		development: row.development === 1,
		createdAt: new Date(row.created_at),
		revokedAt: row.revoked_at === null ? undefined : new Date(row.revoked_at),
	};
}

/**
 * Add a key unless there is one with its id, or with its claim to be the development key.
 *
 * @returns whether it was added
 */
export async function insertKey(queries: Queries, key: Key): Promise<boolean> {
	const result = await queries
		.insertInto('keys')
		.values({
			id: key.id,
			secret: key.secret,
			name: key.name,
			user_id: key.userId,
			development: key.development ? 1 : 0,
			created_at: key.createdAt.getTime(),
			revoked_at: null,
		})
		.onConflict((conflict) => conflict.doNothing())
		.executeTakeFirst();
	return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

export async function findKey(queries: Queries, id: string): Promise<Key | undefined> {
	const row = await queries.selectFrom('keys').selectAll().where('id', '=', id).executeTakeFirst();
	return row && toKey(row);
}

/** The development key in force; there is at most one. */
export async function findDevelopmentKey(queries: Queries): Promise<Key | undefined> {
	const row = await queries
		.selectFrom('keys')
		.selectAll()
		.where('development', '=', 1)
		.where('revoked_at', 'is', null)
		.executeTakeFirst();
	return row && toKey(row);
}

/** Every key, the oldest first. */
export async function listKeys(queries: Queries): Promise<Key[]> {
	const rows = await queries.selectFrom('keys').selectAll().orderBy('created_at').orderBy('id').execute();
	return rows.map(toKey);
}

/** How many keys there are, and how many of them were revoked. */
export async function countKeys(queries: Queries): Promise<{ all: number; revoked: number }> {
	const row = await queries
		.selectFrom('keys')
		.select((select) => [select.fn.countAll().as('all'), select.fn.count('revoked_at').as('revoked')])
		.executeTakeFirstOrThrow();
	return { all: Number(row.all), revoked: Number(row.revoked) };
}

/** Every key, without its secret. */
export async function keyStates(queries: Queries): Promise<{ id: string; revoked: boolean }[]> {
	const rows = await queries.selectFrom('keys').select(['id', 'revoked_at']).execute();
	return rows.map(({ id, revoked_at }) => ({ id, revoked: revoked_at !== null }));
}

export async function replaceSecret(queries: Queries, id: string, secret: string): Promise<void> {
	await queries.updateTable('keys').set({ secret }).where('id', '=', id).execute();
}

/** @returns whether there was such a key in force */
export async function revokeKey(queries: Queries, id: string, at: Date): Promise<boolean> {
	const result = await queries
		.updateTable('keys')
		.set({ revoked_at: at.getTime() })
		.where('id', '=', id)
		.where('revoked_at', 'is', null)
		.executeTakeFirst();
	return result.numUpdatedRows > 0n;
}
