import type { Queries } from '../db/Database.ts';
import type { QueueTable } from '../queue/claimStore.ts';

/** An item is a queue itself: the messages of one room to one endpoint, sent one at a time. */
export const DELIVERY_QUEUE: QueueTable = { name: 'webhook_queues', lane: 'endpoint' };

/** The next number of a room's messages. Who else asks waits until this transaction ends. */
export async function nextSequence(transaction: Queries, scope: string, now: number): Promise<number> {
	const { last } = await transaction
		.insertInto('webhook_sequences')
		.values({ scope, last: 1, updated_at: now })
		.onConflict((conflict) =>
			conflict.column('scope').doUpdateSet((set) => ({ last: set('webhook_sequences.last', '+', 1), updated_at: now })),
		)
		.returning('last')
		.executeTakeFirstOrThrow();
	return last;
}

/**
 * Make sure that a queue has its turn. One that waits after a failure continues to wait.
 *
 * @returns false when its endpoint is gone (410)
 */
export async function enqueue(transaction: Queries, id: string, endpoint: string, now: number): Promise<boolean> {
	const { disabled_at } = await transaction
		.insertInto('webhook_queues')
		.values({ id, endpoint, next_at: now, claim: null, disabled_at: null, updated_at: now })
		.onConflict((conflict) =>
			conflict.column('id').doUpdateSet((set) => ({
				next_at: set
					.case()
					.when('webhook_queues.disabled_at', 'is not', null)
					.then(null)
					.else(set.fn.coalesce('webhook_queues.next_at', set.val(now)))
					.end(),
				updated_at: now,
			})),
		)
		.returning('disabled_at')
		.executeTakeFirstOrThrow();
	return disabled_at === null;
}

/** Let go of a claimed queue. @param nextAt when its turn comes again; null when it is empty */
export async function releaseQueue(
	transaction: Queries,
	{ id, claim }: { readonly id: string; readonly claim: string },
	nextAt: number | null,
	now: number,
): Promise<void> {
	await transaction
		.updateTable('webhook_queues')
		.set({ claim: null, claimed_until: 0, next_at: nextAt, updated_at: now })
		.where('id', '=', id)
		.where('claim', '=', claim)
		.execute();
}

/** Make a queue's turn now, unless it is empty. */
export async function hurryQueue(transaction: Queries, id: string, now: number): Promise<void> {
	await transaction
		.updateTable('webhook_queues')
		.set({ next_at: now, updated_at: now })
		.where('id', '=', id)
		.where('next_at', 'is not', null)
		.execute();
}

/** Note that the endpoint of a queue is gone, or there again. */
export async function setDisabled(transaction: Queries, id: string, disabledAt: number | null, now: number) {
	await transaction
		.updateTable('webhook_queues')
		.set({ disabled_at: disabledAt, updated_at: now, ...(disabledAt === null ? {} : { next_at: null }) })
		.where('id', '=', id)
		.execute();
}

/** Remove what nothing refers to any more. @returns how many rows there were */
export async function deleteIdle(queries: Queries, before: number): Promise<number> {
	const queues = await queries
		.deleteFrom('webhook_queues')
		.where('next_at', 'is', null)
		.where('disabled_at', 'is', null)
		.where('updated_at', '<', before)
		.executeTakeFirst();
	const sequences = await queries.deleteFrom('webhook_sequences').where('updated_at', '<', before).executeTakeFirst();
	return Number(queues.numDeletedRows + sequences.numDeletedRows);
}
