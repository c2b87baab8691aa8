import type { Queries } from '../db/Database.ts';

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
 * Make sure that a queue has its turn. One that waits after a failure goes on waiting.
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
