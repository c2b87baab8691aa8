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
