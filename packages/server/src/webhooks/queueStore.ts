import type { ExpressionBuilder } from 'kysely';
import type { Database, Queries } from '../db/Database.ts';
import type { Tables } from '../db/schema.ts';

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

/** A queue as its worker knows it. */
export interface Queue {
	readonly id: string;
	readonly endpoint: string;
}

const due = (now: number) => (where: ExpressionBuilder<Tables, 'webhook_queues'>) =>
	where.and([where('next_at', '<=', now), where('claimed_until', '<=', now)]);

/** Queues whose turn it is and that nobody works on, those that wait longest first. */
export async function dueQueues(
	queries: Queries,
	{ now, except, limit }: { now: number; except: readonly string[]; limit: number },
): Promise<Queue[]> {
	let selection = queries.selectFrom('webhook_queues').select(['id', 'endpoint']).where(due(now));
	if (except.length > 0) selection = selection.where('endpoint', 'not in', except);
	return selection.orderBy('next_at').limit(limit).execute();
}

/** When the next queue is due, or the claim of a worker that died runs out; undefined when nothing waits. */
export async function nextDue(queries: Queries, except: readonly string[]): Promise<number | undefined> {
	let selection = queries
		.selectFrom('webhook_queues')
		.select((select) =>
			select.fn
				.min<number | null>(
					select
						.case()
						.when('next_at', '>', select.ref('claimed_until'))
						.then(select.ref('next_at'))
						.else(select.ref('claimed_until'))
						.end(),
				)
				.as('at'),
		)
		.where('next_at', 'is not', null);
	if (except.length > 0) selection = selection.where('endpoint', 'not in', except);
	return (await selection.executeTakeFirst())?.at ?? undefined;
}

/**
 * Take queues for one worker, until a moment by which it must have said more.
 *
 * @returns those that were still free
 */
export function claimQueues(
	{ engine, queries }: Pick<Database, 'engine' | 'queries'>,
	ids: readonly string[],
	{ claim, now, until }: { claim: string; now: number; until: number },
): Promise<Queue[]> {
	const free = queries
		.selectFrom('webhook_queues')
		.select('id')
		.where('id', 'in', ids)
		.where(due(now))
		// Two servers that want the same rows in different order would wait for each other.
		.$if(engine === 'postgres', (selection) => selection.forUpdate().skipLocked());
	return queries
		.updateTable('webhook_queues')
		.set({ claim, claimed_until: until })
		.where('id', 'in', free)
		.returning(['id', 'endpoint'])
		.execute();
}

/**
 * Go on with a queue, and keep others from adding to it until the transaction ends.
 *
 * @returns false when the claim ran out and somebody else took it
 */
export async function renewClaim(
	transaction: Queries,
	id: string,
	{ claim, until }: { claim: string; until: number },
): Promise<boolean> {
	const result = await transaction
		.updateTable('webhook_queues')
		.set({ claimed_until: until })
		.where('id', '=', id)
		.where('claim', '=', claim)
		.executeTakeFirst();
	return result.numUpdatedRows > 0n;
}

/** Let go of a queue. @param nextAt when its turn comes again; null when it is empty */
export async function releaseQueue(
	transaction: Queries,
	id: string,
	{ claim, nextAt, now }: { claim: string; nextAt: number | null; now: number },
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
