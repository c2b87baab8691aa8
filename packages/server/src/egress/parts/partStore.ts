import type { Queries } from '../../db/Database.ts';
import { epochMs } from '../../time/clock.ts';
import type { CapturePart } from '../StoredCapture.ts';

export async function insertPart(queries: Queries, captureId: string, part: CapturePart): Promise<void> {
	const { number, path, nodeId } = part;
	await queries
		.insertInto('capture_parts')
		.values({ capture_id: captureId, number, path, node_id: nodeId, created_at: epochMs() })
		.execute();
}

/** In order. */
export async function partsOf(queries: Queries, captureId: string): Promise<CapturePart[]> {
	return queries
		.selectFrom('capture_parts')
		.innerJoin('captures', 'captures.id', 'capture_parts.capture_id')
		.select(['number', 'path'])
		.select(({ fn }) => fn.coalesce('capture_parts.node_id', 'captures.node_id').as('nodeId'))
		.where('capture_id', '=', captureId)
		.orderBy('number')
		.execute();
}

/**
 * A part is on another node now: the one that the capture is on.
 *
 * @param from the node that had it
 * @returns false when it was moved meanwhile, or the capture continues elsewhere
 */
export async function movePart(queries: Queries, captureId: string, from: string, part: CapturePart): Promise<boolean> {
	const result = await queries
		.updateTable('capture_parts')
		.set({ node_id: part.nodeId, path: part.path })
		.where('capture_id', '=', captureId)
		.where('number', '=', part.number)
		.where('node_id', '=', from)
		.where('capture_id', 'in', (captures) =>
			captures.selectFrom('captures').select('captures.id').where('captures.node_id', '=', part.nodeId),
		)
		.executeTakeFirst();
	return result.numUpdatedRows > 0n;
}

/** Whether a node has parts of captures that continue on others, or are about to. @param runId of that node */
export async function partsAreAwaited(queries: Queries, nodeId: string, runId: string): Promise<boolean> {
	const row = await queries
		.selectFrom('capture_parts')
		.innerJoin('captures', 'captures.id', 'capture_parts.capture_id')
		.innerJoin('sessions', 'sessions.id', 'captures.session_id')
		.select('capture_parts.number')
		.where('capture_parts.node_id', '=', nodeId)
		.where((where) =>
			where.or([
				where.and([
					where('captures.node_id', '!=', nodeId),
					where('captures.state', 'in', ['STARTING', 'STARTED', 'STOPPING']),
				]),
				// Its session was taken, and it will be.
				where.and([
					where('captures.state', 'in', ['STARTING', 'STARTED']),
					where('sessions.end_at', 'is', null),
					where('sessions.run_id', '!=', runId),
				]),
			]),
		)
		.limit(1)
		.executeTakeFirst();
	return row !== undefined;
}
