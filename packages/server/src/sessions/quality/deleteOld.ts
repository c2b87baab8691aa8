import type { Queries } from '../../db/Database.ts';
import { type Batches, deleteInBatches } from '../../db/Retention.ts';
import { deleteSamples } from './store.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Delete measurements that are older than so many days.
 *
 * @param now epoch ms
 * @returns how many
 */
export function deleteOld(queries: Queries, days: number, now: number, batches?: Batches): Promise<number> {
	return deleteInBatches((limit) => deleteSamples(queries, now - days * DAY_MS, limit), batches);
}
