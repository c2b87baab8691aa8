import type { DeliveryAttempt } from '@roomcast/contract';
import type { Database } from '../db/Database.ts';
import { queueId } from './addresses.ts';
import type { Outcome } from './outcome.ts';
import { releaseQueue, renewClaim, setDisabled } from './queueStore.ts';
import type { StoredDelivery } from './StoredDelivery.ts';
import { disablePending, headOf, updateDelivery } from './store.ts';

/** Most attempts that the log of a delivery has. */
const ATTEMPTS_KEPT = 50;

export interface Settlement {
	readonly delivery: StoredDelivery;
	readonly outcome: Outcome;
	/** Epoch ms. */
	readonly startedAt: number;
	/** ms. */
	readonly duration: number;
	/** Epoch ms. */
	readonly now: number;
	readonly claim: string;
	/** Until when the worker has the queue if it goes on; undefined when it does not. */
	readonly goOnUntil: number | undefined;
}

/**
 * Write down what an attempt came to.
 *
 * @returns the next message of the queue when the worker goes on with it: it is due, and the claim is renewed. Else the
 *   queue is free, or somebody else's
 */
export function settle(database: Database, settlement: Settlement): Promise<StoredDelivery | undefined> {
	const { delivery, outcome, startedAt, duration, now, claim, goOnUntil } = settlement;
	return database.transaction(async (transaction) => {
		const until = goOnUntil ?? now;
		if (!(await renewClaim(transaction, delivery.queueId, { claim, until }))) return undefined;
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
		if (head !== undefined && nextAt !== null && nextAt <= now && goOnUntil !== undefined) return head;
		await releaseQueue(transaction, delivery.queueId, { claim, nextAt, now });
		return undefined;
	});
}

/** Let go of a queue without an attempt: its turn comes again when its first message is due. */
export function letGo(database: Database, id: string, { claim, now }: { claim: string; now: number }): Promise<void> {
	return database.transaction(async (transaction) => {
		// First the lock, then the look: what is added from now on finds the queue as it is left here.
		if (!(await renewClaim(transaction, id, { claim, until: now }))) return;
		const head = await headOf(transaction, id);
		await releaseQueue(transaction, id, { claim, nextAt: head?.nextAt?.getTime() ?? null, now });
	});
}
