import type { RoomWebhook, WebhookMessage } from '@roomcast/contract';
import type { Static } from 'typebox';
import type { Database, Queries } from '../db/Database.ts';
import { newDocumentId } from '../db/ids.ts';
import type { QueueTime } from '../queue/QueueClock.ts';
import { endpointId, queueId, scopeId, shownUrl } from './addresses.ts';
import { namesEvent } from './patterns.ts';
import { enqueue, nextSequence } from './queueStore.ts';
import { insertDelivery } from './store.ts';

/** Something that happened, and whom it concerns. */
export type OutboxEvent = WebhookMessage & {
	/** The tenant. */
	readonly keyId: string;
	/** The room it happened in, with its webhook; null when it belongs to no room. */
	readonly room: { readonly roomId: string; readonly webhook: Static<typeof RoomWebhook> | null } | null;
	readonly sessionId?: string | undefined;
	/** Id of the recording or stream that it is about, for its `webhook` summary. */
	readonly resourceId?: string | undefined;
	/** An endpoint in addition to the room's: the `webhookUrl` of the operation. It gets every event of the operation. */
	readonly webhookUrl?: string | undefined;
};

/**
 * Where events become messages: in the transaction that makes them true. What is committed is delivered, by whatever
 * server is alive; what is rolled back is not.
 */
export class Outbox {
	readonly #database: Database;
	readonly #onCommitted: () => void;
	readonly #clock: QueueTime;

	/** @param onCommitted called after the commit of every transaction that added something */
	constructor(database: Database, clock: QueueTime, onCommitted: () => void) {
		this.#database = database;
		this.#clock = clock;
		this.#onCommitted = onCommitted;
	}

	/**
	 * Add an event: one message to each endpoint that wants it, in the order of these calls within a room. On PostgreSQL
	 * the room's other transactions wait here until this one ends.
	 *
	 * @param transaction of `Database.transaction`, the one that makes the event true
	 * @returns ids of the messages; none when nobody wants it
	 * @throws when `transaction` is none
	 */
	async append(transaction: Queries, event: OutboxEvent): Promise<readonly string[]> {
		const urls = endpointsOf(event);
		if (urls.length === 0) return [];
		this.#database.afterCommit(transaction, this.#onCommitted);
		const now = this.#clock.now();
		const roomId = event.room?.roomId ?? null;
		const body = JSON.stringify({ webhookType: event.event, data: event.data });
		const sequence = await nextSequence(transaction, scopeId(event.keyId, roomId), now);
		const ids: string[] = [];
		for (const url of urls) {
			const queue = queueId(event.keyId, roomId, url);
			const enabled = await enqueue(transaction, queue, endpointId(event.keyId, url), now);
			const at = new Date(now);
			const createdAt = new Date(this.#clock.toWall(now));
			const id = newDocumentId(createdAt.getTime());
			await insertDelivery(transaction, {
				id,
				keyId: event.keyId,
				roomId,
				sessionId: event.sessionId ?? null,
				resourceId: event.resourceId ?? null,
				event: event.event,
				url,
				shownUrl: shownUrl(url),
				body,
				queueId: queue,
				sequence,
				state: enabled ? 'pending' : 'disabled',
				tries: 0,
				queuedAt: at,
				nextAt: enabled ? at : null,
				attempts: [],
				createdAt,
			});
			ids.push(id);
		}
		return ids;
	}
}

/** Who wants an event. An endpoint that is named twice gets it once. */
function endpointsOf({ event, room, webhookUrl }: OutboxEvent): string[] {
	const urls = new Set<string>();
	if (room?.webhook && namesEvent(room.webhook.events, event)) urls.add(room.webhook.endPoint);
	if (webhookUrl !== undefined) urls.add(webhookUrl);
	return [...urls];
}
