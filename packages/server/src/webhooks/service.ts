import { type ListDeliveriesQuery, RoomcastError, type WebhookSummary } from '@roomcast/contract';
import type { Caller } from '../auth/Caller.ts';
import type { Database } from '../db/Database.ts';
import { newDocumentId } from '../db/ids.ts';
import type { QueueTime } from '../queue/QueueClock.ts';
import { endpointId, queueId, shownUrl } from './addresses.ts';
import { enqueue, hurryQueue, setDisabled } from './queueStore.ts';
import type { Secrets } from './Secrets.ts';
import type { StoredDelivery } from './StoredDelivery.ts';
import type { StoredSecret } from './secretStore.ts';
import { deliveriesAbout, findDelivery, listDeliveries, requeue } from './store.ts';

/** What of a caller counts for deliveries. */
type DeliveryCaller = Pick<Caller, 'keyId' | 'roomId'>;

export interface WebhookServiceOptions {
	readonly database: Database;
	readonly secrets: Secrets;
	/** PEM; what checks `videosdk-signature`. */
	readonly publicKey: string;
	/** The room of a key with that `roomId` or `customRoomId`. */
	findRoom(keyId: string, reference: string): Promise<{ readonly roomId: string } | undefined>;
	/** Called when something is to be sent at once. */
	wake(): void;
	readonly clock: QueueTime;
}

/** The log of deliveries, replays, secrets. Every call sees one key only; a token with a `roomId` only that room. */
export class WebhookService {
	/** PEM; what checks `videosdk-signature`. */
	readonly publicKey: string;
	readonly #database: Database;
	readonly #secrets: Secrets;
	readonly #findRoom: WebhookServiceOptions['findRoom'];
	readonly #wake: () => void;
	readonly #clock: QueueTime;

	constructor({ database, secrets, publicKey, findRoom, wake, clock }: WebhookServiceOptions) {
		this.#database = database;
		this.#secrets = secrets;
		this.publicKey = publicKey;
		this.#findRoom = findRoom;
		this.#wake = wake;
		this.#clock = clock;
	}

	/** One page of deliveries, the newest first, and how many there are in all. */
	async list(
		caller: DeliveryCaller,
		query: ListDeliveriesQuery & { page: number; perPage: number },
	): Promise<{ deliveries: StoredDelivery[]; total: number }> {
		const only = await this.#onlyRoom(caller);
		if (only !== undefined && query.roomId !== undefined && query.roomId !== only) return { deliveries: [], total: 0 };
		const { deliveries, total } = await listDeliveries(this.#database.queries, {
			keyId: caller.keyId,
			event: query.event,
			state: query.state,
			roomId: only ?? query.roomId,
			sessionId: query.sessionId,
			url: query.url === undefined ? undefined : shownUrl(query.url),
			offset: (query.page - 1) * query.perPage,
			limit: query.perPage,
		});
		return { deliveries: deliveries.map((delivery) => this.#onWall(delivery)), total };
	}

	/** @throws RoomcastError DELIVERY_NOT_FOUND, also for those of other keys and rooms */
	async get(caller: DeliveryCaller, id: string): Promise<StoredDelivery> {
		const delivery = await findDelivery(this.#database.queries, caller.keyId, id);
		const only = await this.#onlyRoom(caller);
		if (delivery === undefined || (only !== undefined && delivery.roomId !== only))
			throw new RoomcastError('DELIVERY_NOT_FOUND', `there is no delivery ${id}`);
		return this.#onWall(delivery);
	}

	/**
	 * Send a message again, at once and whatever came of it before, in a queue of its own: it does not wait for others,
	 * and others do not wait for it. An endpoint that was gone (410) counts as there again.
	 *
	 * @throws RoomcastError DELIVERY_NOT_FOUND
	 */
	async replay(caller: DeliveryCaller, id: string): Promise<StoredDelivery> {
		const { keyId, roomId, url, queueId: before } = await this.get(caller, id);
		return this.#database.transaction(async (transaction) => {
			this.#database.afterCommit(transaction, this.#wake);
			const now = this.#clock.now();
			// Queues before messages, as those who send lock them. If it held up those behind it, it no longer does.
			await hurryQueue(transaction, before, now);
			await setDisabled(transaction, queueId(keyId, roomId, url), null, now);
			const own = newDocumentId();
			await enqueue(transaction, own, endpointId(keyId, url), now);
			return this.#onWall(await requeue(transaction, id, own, now));
		});
	}

	/** The secrets that sign the messages of a key. */
	secret({ keyId }: DeliveryCaller): Promise<StoredSecret> {
		return this.#secrets.get(keyId);
	}

	/** Sign with a new secret; for a day with the present one as well. */
	rotateSecret({ keyId }: DeliveryCaller): Promise<StoredSecret> {
		return this.#secrets.rotate(keyId);
	}

	/** How the messages about each recording or stream went: the `webhook` of the resource. */
	summariesOfResources(keyId: string, resourceIds: readonly string[]): Promise<ReadonlyMap<string, WebhookSummary>> {
		return this.#summaries(keyId, 'resource_id', resourceIds);
	}

	/** How the messages of each session went. */
	summariesOfSessions(keyId: string, sessionIds: readonly string[]): Promise<ReadonlyMap<string, WebhookSummary>> {
		return this.#summaries(keyId, 'session_id', sessionIds);
	}

	async #summaries(keyId: string, by: 'resource_id' | 'session_id', ids: readonly string[]) {
		const summaries = new Map<string, WebhookSummary>(
			ids.map((id) => [id, { totalCount: 0, successCount: 0, data: [] }]),
		);
		for (const { about, event, delivered } of await deliveriesAbout(this.#database.queries, keyId, by, ids)) {
			const summary = summaries.get(about);
			if (summary === undefined) continue;
			summary.totalCount++;
			if (delivered) summary.successCount++;
			summary.data.push({ type: event, success: delivered });
		}
		return summaries;
	}

	/** A delivery with the times of the wall clock. */
	#onWall(delivery: StoredDelivery): StoredDelivery {
		const { nextAt } = delivery;
		return nextAt === null ? delivery : { ...delivery, nextAt: new Date(this.#clock.toWall(nextAt.getTime())) };
	}

	/** The `roomId` of the only room that a caller sees; undefined when it sees all. */
	async #onlyRoom({ keyId, roomId }: DeliveryCaller): Promise<string | undefined> {
		if (roomId === undefined) return undefined;
		return (await this.#findRoom(keyId, roomId))?.roomId ?? roomId;
	}
}
