import type { DeliveryAttempt, DeliveryState } from '@roomcast/contract';
import type { Selectable } from 'kysely';
import type { Queries } from '../db/Database.ts';
import type { WebhookDeliveriesTable } from '../db/webhookTables.ts';
import type { StoredDelivery } from './StoredDelivery.ts';

export function toDelivery(row: Selectable<WebhookDeliveriesTable>): StoredDelivery {
	return {
		id: row.id,
		keyId: row.key_id,
		roomId: row.room_id,
		sessionId: row.session_id,
		resourceId: row.resource_id,
		event: row.event,
		url: row.url,
		shownUrl: row.shown_url,
		body: row.body,
		queueId: row.queue_id,
		sequence: row.sequence,
		state: row.state as DeliveryState,
		tries: row.tries,
		queuedAt: new Date(row.queued_at),
		nextAt: row.next_at === null ? null : new Date(row.next_at),
		attempts: JSON.parse(row.attempts) as DeliveryAttempt[],
		createdAt: new Date(row.created_at),
	};
}

export async function insertDelivery(queries: Queries, delivery: StoredDelivery): Promise<void> {
	await queries
		.insertInto('webhook_deliveries')
		.values({
			id: delivery.id,
			key_id: delivery.keyId,
			room_id: delivery.roomId,
			session_id: delivery.sessionId,
			resource_id: delivery.resourceId,
			event: delivery.event,
			url: delivery.url,
			shown_url: delivery.shownUrl,
			body: delivery.body,
			queue_id: delivery.queueId,
			sequence: delivery.sequence,
			state: delivery.state,
			tries: delivery.tries,
			queued_at: delivery.queuedAt.getTime(),
			next_at: delivery.nextAt?.getTime() ?? null,
			attempts: JSON.stringify(delivery.attempts),
			created_at: delivery.createdAt.getTime(),
		})
		.execute();
}

/** The first message that waits in a queue. */
export async function headOf(queries: Queries, queueId: string): Promise<StoredDelivery | undefined> {
	const row = await queries
		.selectFrom('webhook_deliveries')
		.selectAll()
		.where('queue_id', '=', queueId)
		.where('state', '=', 'pending')
		.orderBy('sequence')
		.orderBy('id')
		.limit(1)
		.executeTakeFirst();
	return row && toDelivery(row);
}

/** What an attempt changes. */
export interface DeliveryChange {
	readonly state: DeliveryState;
	/** Epoch ms. */
	readonly nextAt: number | null;
	readonly tries: number;
	readonly attempts: readonly DeliveryAttempt[];
}

/** Note what an attempt came to; a message that was put into another queue meanwhile stays as it is. */
export async function updateDelivery(
	queries: Queries,
	{ id, queueId }: Pick<StoredDelivery, 'id' | 'queueId'>,
	change: DeliveryChange,
): Promise<void> {
	await queries
		.updateTable('webhook_deliveries')
		.set({
			state: change.state,
			next_at: change.nextAt,
			tries: change.tries,
			attempts: JSON.stringify(change.attempts),
		})
		.where('id', '=', id)
		.where('queue_id', '=', queueId)
		.where('state', '=', 'pending')
		.execute();
}

/** Nothing that waits in a queue is sent any more. */
export async function disablePending(queries: Queries, queueId: string): Promise<void> {
	await queries
		.updateTable('webhook_deliveries')
		.set({ state: 'disabled', next_at: null })
		.where('queue_id', '=', queueId)
		.where('state', '=', 'pending')
		.execute();
}

/** Put a message into another queue, to be sent at once with its schedule from the start. */
export async function requeue(queries: Queries, id: string, queueId: string, now: number): Promise<StoredDelivery> {
	const row = await queries
		.updateTable('webhook_deliveries')
		.set({ state: 'pending', queue_id: queueId, tries: 0, queued_at: now, next_at: now })
		.where('id', '=', id)
		.returningAll()
		.executeTakeFirstOrThrow();
	return toDelivery(row);
}

export async function findDelivery(queries: Queries, keyId: string, id: string): Promise<StoredDelivery | undefined> {
	const row = await queries
		.selectFrom('webhook_deliveries')
		.selectAll()
		.where('key_id', '=', keyId)
		.where('id', '=', id)
		.executeTakeFirst();
	return row && toDelivery(row);
}

/** Which deliveries of a key, and which part of them. */
export interface DeliveryListing {
	readonly keyId: string;
	/** Exact name, or a prefix with `*` at its end. */
	readonly event?: string | undefined;
	readonly state?: DeliveryState | undefined;
	readonly roomId?: string | undefined;
	readonly sessionId?: string | undefined;
	/** As it is shown. */
	readonly url?: string | undefined;
	readonly offset: number;
	readonly limit: number;
}

/** One page of deliveries, the newest first, and how many there are in all. */
export async function listDeliveries(
	queries: Queries,
	{ keyId, event, state, roomId, sessionId, url, offset, limit }: DeliveryListing,
): Promise<{ deliveries: StoredDelivery[]; total: number }> {
	let selection = queries.selectFrom('webhook_deliveries').where('key_id', '=', keyId);
	if (event?.endsWith('*')) selection = selection.where('event', 'like', `${event.slice(0, -1)}%`);
	else if (event !== undefined) selection = selection.where('event', '=', event);
	if (state !== undefined) selection = selection.where('state', '=', state);
	if (roomId !== undefined) selection = selection.where('room_id', '=', roomId);
	if (sessionId !== undefined) selection = selection.where('session_id', '=', sessionId);
	if (url !== undefined) selection = selection.where('shown_url', '=', url);
	const { total } = await selection
		.select((select) => select.fn.countAll<number>().as('total'))
		.executeTakeFirstOrThrow();
	const rows = await selection
		.selectAll()
		.orderBy('created_at', 'desc')
		.orderBy('id', 'desc')
		.limit(limit)
		.offset(offset)
		.execute();
	return { deliveries: rows.map(toDelivery), total };
}

/** How the messages about some resources, or about some sessions, went; in the order they were made. */
export async function deliveriesAbout(
	queries: Queries,
	keyId: string,
	by: 'resource_id' | 'session_id',
	ids: readonly string[],
): Promise<{ about: string; event: string; delivered: boolean }[]> {
	if (ids.length === 0) return [];
	const rows = await queries
		.selectFrom('webhook_deliveries')
		.select([`${by} as about`, 'event', 'state'])
		.where('key_id', '=', keyId)
		.where(by, 'in', ids)
		.orderBy('created_at')
		.orderBy('id')
		.execute();
	return rows.map(({ about, event, state }) => ({ about: about ?? '', event, delivered: state === 'delivered' }));
}

/** How many messages wait, and since when the oldest does (epoch ms). */
export async function backlog(queries: Queries): Promise<{ pending: number; oldest: number | undefined }> {
	const row = await queries
		.selectFrom('webhook_deliveries')
		.select((select) => [
			select.fn.countAll<number>().as('pending'),
			select.fn.min<number | null>('queued_at').as('oldest'),
		])
		.where('state', '=', 'pending')
		.executeTakeFirstOrThrow();
	return { pending: row.pending, oldest: row.oldest ?? undefined };
}

/** Delete old messages that wait for nothing. @returns how many */
export async function deleteSettled(queries: Queries, before: number, limit: number): Promise<number> {
	const old = queries
		.selectFrom('webhook_deliveries')
		.select('id')
		.where('created_at', '<', before)
		.where('state', '!=', 'pending')
		.limit(limit);
	const result = await queries.deleteFrom('webhook_deliveries').where('id', 'in', old).executeTakeFirst();
	return Number(result.numDeletedRows);
}
