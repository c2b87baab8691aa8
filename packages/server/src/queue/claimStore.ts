import { type Expression, type ExpressionBuilder, type Generated, type Kysely, type SqlBool, sql } from 'kysely';
import type { Database, Queries } from '../db/Database.ts';
import type { Millis } from '../db/types.ts';

/** The table of a queue. It belongs to the user of the queue, and has the columns of `ItemColumns` as well. */
export interface QueueTable {
	readonly name: 'webhook_queues' | 'stored_files';
	/** The column that names the lane of an item: items of one lane share a limit. */
	readonly lane: 'endpoint' | 'queue';
	/** Limits this server to a part of the items. Without it, every server works on all items. */
	readonly mine?: (where: ExpressionBuilder<ItemTables, 'items'>) => Expression<SqlBool>;
}

interface ItemColumns {
	id: string;
	/** When it is due; null when nothing is to be done. */
	next_at: Millis | null;
	/** The server that works on it. */
	claim: string | null;
	/** Changes with every sign of life of that server. */
	claimed_until: Generated<Millis>;
	/** In `stored_files` only. */
	node_id: string | null;
}

interface ItemTables {
	items: ItemColumns;
}

/** An item that is due. */
export interface Item {
	readonly id: string;
	/** Items of one lane share a limit. */
	readonly lane: string;
}

/** An item that a server works on. */
export interface Claim {
	readonly id: string;
	readonly claim: string;
	readonly until: number;
}

/** The columns that all queues have, whatever else their tables hold. */
function itemsOf(queries: Queries, table: QueueTable) {
	const items = queries as unknown as Kysely<ItemTables>;
	return { items, name: table.name as 'items', lane: sql.ref<string>(table.lane) };
}

/** Items that wait and have no claim. */
function waiting(queries: Queries, table: QueueTable, except: readonly string[]) {
	const { items, name, lane } = itemsOf(queries, table);
	let selection = items.selectFrom(name).where('next_at', 'is not', null).where('claim', 'is', null);
	if (table.mine !== undefined) selection = selection.where(table.mine);
	if (except.length > 0) selection = selection.where(lane, 'not in', except);
	return selection;
}

/**
 * Due items without a claim, those that wait longest first.
 *
 * @param except lanes to leave out
 */
export async function dueItems(
	queries: Queries,
	table: QueueTable,
	{ now, except, limit }: { now: number; except: readonly string[]; limit: number },
): Promise<Item[]> {
	return waiting(queries, table, except)
		.where('next_at', '<=', now)
		.select(['id', sql.ref<string>(table.lane).as('lane')])
		.orderBy('next_at')
		.orderBy('id')
		.limit(limit)
		.execute();
}

/** When the next item without a claim is due; undefined when nothing waits. */
export async function nextDue(
	queries: Queries,
	table: QueueTable,
	except: readonly string[],
): Promise<number | undefined> {
	const row = await waiting(queries, table, except).select('next_at').orderBy('next_at').limit(1).executeTakeFirst();
	return row?.next_at ?? undefined;
}

/** Claim due items. @returns the ids of those that were still free */
export async function takeItems(
	{ engine, queries }: Pick<Database, 'engine' | 'queries'>,
	table: QueueTable,
	ids: readonly string[],
	{ claim, now, until }: { claim: string; now: number; until: number },
): Promise<string[]> {
	const { items, name } = itemsOf(queries, table);
	const free = items
		.selectFrom(name)
		.select('id')
		.where('id', 'in', ids)
		.where('next_at', '<=', now)
		.where('claim', 'is', null)
		// Two servers that want the same rows in different order would wait for each other.
		.$if(engine === 'postgres', (selection) => selection.forUpdate().skipLocked());
	const taken = await items
		.updateTable(name)
		.set({ claim, claimed_until: until })
		.where('id', 'in', free)
		.returning('id')
		.execute();
	return taken.map(({ id }) => id);
}

/** Give a sign of life for an item, and lock its row until the transaction ends. @returns false when another server took it */
export async function keepItem(queries: Queries, table: QueueTable, { id, claim, until }: Claim): Promise<boolean> {
	const { items, name } = itemsOf(queries, table);
	const result = await items
		.updateTable(name)
		.set({ claimed_until: until })
		.where('id', '=', id)
		.where('claim', '=', claim)
		.executeTakeFirst();
	return result.numUpdatedRows > 0n;
}

/** The items that any server works on now. */
export async function claimsOf(queries: Queries, table: QueueTable): Promise<Claim[]> {
	const { items, name } = itemsOf(queries, table);
	let selection = items.selectFrom(name).where('claim', 'is not', null);
	if (table.mine !== undefined) selection = selection.where(table.mine);
	const rows = await selection.select(['id', 'claim', 'claimed_until']).execute();
	return rows.map(({ id, claim, claimed_until }) => ({ id, claim: claim ?? '', until: claimed_until }));
}

/** Take an item from a dead server, unless that gave another sign of life. @returns whether it did not */
export async function freeItem(queries: Queries, table: QueueTable, { id, claim, until }: Claim): Promise<boolean> {
	const { items, name } = itemsOf(queries, table);
	const result = await items
		.updateTable(name)
		.set({ claim: null, claimed_until: 0 })
		.where('id', '=', id)
		.where('claim', '=', claim)
		.where('claimed_until', '=', until)
		.executeTakeFirst();
	return result.numUpdatedRows > 0n;
}
