import type { Database } from '../db/Database.ts';
import { type Batches, deleteInBatches } from '../db/Retention.ts';
import { deleteIdle } from './queueStore.ts';
import { deleteSettled } from './store.ts';

/** How long the log keeps what waits for nothing more. */
const KEEP_MS = 30 * 24 * 60 * 60 * 1000;

/**
 * Delete what is older than thirty days: deliveries that are not pending, and what only they needed.
 *
 * @returns how many deliveries
 */
export async function deleteOld(
	{ queries }: Pick<Database, 'queries'>,
	now: number,
	batches?: Batches,
): Promise<number> {
	const before = now - KEEP_MS;
	const total = await deleteInBatches((limit) => deleteSettled(queries, before, limit), batches);
	await deleteIdle(queries, before);
	return total;
}
