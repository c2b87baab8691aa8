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

/** A part is on another node now. */
export async function movePart(queries: Queries, captureId: string, part: CapturePart): Promise<void> {
	await queries
		.updateTable('capture_parts')
		.set({ node_id: part.nodeId, path: part.path })
		.where('capture_id', '=', captureId)
		.where('number', '=', part.number)
		.execute();
}

/** Whether a node has parts of captures that continue on others. */
export async function partsAreAwaited(queries: Queries, nodeId: string): Promise<boolean> {
	const row = await queries
		.selectFrom('capture_parts')
		.innerJoin('captures', 'captures.id', 'capture_parts.capture_id')
		.select('capture_parts.number')
		.where('capture_parts.node_id', '=', nodeId)
		.where('captures.node_id', '!=', nodeId)
		.where('captures.state', 'in', ['STARTING', 'STARTED', 'STOPPING'])
		.limit(1)
		.executeTakeFirst();
	return row !== undefined;
}
