import type { OutputState } from '@roomcast/contract';
import { sql } from 'kysely';
import type { Queries } from '../db/Database.ts';
import { epochMs } from '../time/clock.ts';
import { LIVING, type NewOutput, type StoredOutput } from './StoredOutput.ts';

/** In the order in which they are listed. */
export async function insertOutputs(queries: Queries, captureId: string, outputs: readonly NewOutput[]): Promise<void> {
	if (outputs.length === 0) return;
	const now = epochMs();
	await queries
		.insertInto('livestream_outputs')
		.values(
			outputs.map(({ id, url, streamKey }) => ({
				id,
				capture_id: captureId,
				url,
				stream_key: streamKey,
				state: 'CONNECTING',
				reason: null,
				created_at: now,
				started_at: null,
				ended_at: null,
			})),
		)
		.execute();
}

/** How an output stands now. Times are epoch ms. */
export interface OutputChange {
	readonly state: OutputState;
	readonly reason?: string | undefined;
	readonly startedAt?: number;
	readonly endedAt?: number;
}

/** @returns false when it was over already */
export async function changeOutput(
	queries: Queries,
	id: string,
	runId: string,
	{ state, reason, startedAt, endedAt }: OutputChange,
): Promise<boolean> {
	const result = await queries
		.updateTable('livestream_outputs')
		.set({
			state,
			reason: reason ?? null,
			// The first time counts.
			...(startedAt === undefined ? {} : { started_at: sql<number>`coalesce(started_at, ${startedAt})` }),
			...(endedAt === undefined ? {} : { ended_at: endedAt }),
		})
		.where('id', '=', id)
		.where('state', 'in', LIVING)
		// A server that slept does not know that another one continues it.
		.where('capture_id', 'in', (captures) =>
			captures.selectFrom('captures').select('captures.id').where('captures.run_id', '=', runId),
		)
		.executeTakeFirst();
	return result.numUpdatedRows > 0n;
}

/** The outputs of some livestreams, in the order in which they came. */
export async function outputsOf(queries: Queries, captureIds: readonly string[]): Promise<StoredOutput[]> {
	if (captureIds.length === 0) return [];
	const rows = await queries
		.selectFrom('livestream_outputs')
		.selectAll()
		.where('capture_id', 'in', captureIds)
		.orderBy('created_at')
		.orderBy('id')
		.execute();
	return rows.map((row) => ({
		id: row.id,
		captureId: row.capture_id,
		url: row.url,
		streamKey: row.stream_key,
		state: row.state as OutputState,
		reason: row.reason,
		startedAt: row.started_at,
		endedAt: row.ended_at,
	}));
}
