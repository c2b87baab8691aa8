import type { DeliveryAttempt } from '@roomcast/contract';
import type { Database } from '../db/Database.ts';
import { keepItem } from '../queue/claimStore.ts';
import type { ClaimedItem } from '../queue/DurableQueue.ts';
import { queueId } from './addresses.ts';
import type { Outcome } from './outcome.ts';
import { DELIVERY_QUEUE, releaseQueue, setDisabled } from './queueStore.ts';
import type { StoredDelivery } from './StoredDelivery.ts';
import { disablePending, headOf, updateDelivery } from './store.ts';

/** Most attempts that the log of a delivery has. */
const ATTEMPTS_KEPT = 50;

export interface Settlement {
	readonly queue: Claim;
	readonly delivery: StoredDelivery;
	readonly outcome: Outcome;
	/** Epoch ms. */
	readonly startedAt: number;
	/** ms. */
	readonly duration: number;
	/** By the clock of the queue. */
	readonly now: number;
	/** Whether the worker continues with the next message of the queue. */
	readonly goOn: boolean;
}

/** A queue that this process has claimed. */
type Claim = Pick<ClaimedItem, 'id' | 'claim'>;

/**
 * Write down what an attempt came to.
 *
 * @returns the next message of the queue, if the worker continues with it and it is due. Else the queue is free, or another
 *   server's
 */
export function settle(database: Database, settlement: Settlement): Promise<StoredDelivery | undefined> {
	const { queue, delivery, outcome, startedAt, duration, now, goOn } = settlement;
	return database.transaction(async (transaction) => {
		if (!(await keepItem(transaction, DELIVERY_QUEUE, { ...queue, until: now }))) return undefined;
		const attempt: DeliveryAttempt = {
			at: new Date(startedAt).toISOString(),
			status: outcome.status,
			error: outcome.error,
			duration,
		};
		await updateDelivery(transaction, delivery, {
			state: outcome.state,
			nextAt: outcome.nextAt,
			tries: delivery.tries + 1,
			attempts: [...delivery.attempts, attempt].slice(-ATTEMPTS_KEPT),
		});
		if (outcome.state === 'disabled') {
			// Also when it was a replay, which has a queue of its own.
			const gone = queueId(delivery.keyId, delivery.roomId, delivery.url);
			await setDisabled(transaction, gone, now, now);
			await disablePending(transaction, gone);
		}
		const head = await headOf(transaction, delivery.queueId);
		const nextAt = head?.nextAt?.getTime() ?? null;
		if (head !== undefined && nextAt !== null && nextAt <= now && goOn) return head;
		await releaseQueue(transaction, queue, nextAt, now);
		return undefined;
	});
}

/** Let go of a queue without an attempt: its turn comes again when its first message is due. */
export function letGo(database: Database, queue: Claim, now: number): Promise<void> {
	return database.transaction(async (transaction) => {
		// First the lock, then the look: what is added from now on finds the queue as it is left here.
		if (!(await keepItem(transaction, DELIVERY_QUEUE, { ...queue, until: now }))) return;
		const head = await headOf(transaction, queue.id);
		await releaseQueue(transaction, queue, head?.nextAt?.getTime() ?? null, now);
	});
}
