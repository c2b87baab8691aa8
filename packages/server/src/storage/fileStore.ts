import type { Insertable, Selectable } from 'kysely';
import type { Database, Queries } from '../db/Database.ts';
import type { StoredFilesTable } from '../db/storageTables.ts';
import type { QueueTable } from '../queue/claimStore.ts';
import type { FileState, FileTarget, StoredFile } from './StoredFile.ts';

/** The queue of files. Only the node that has a local file can move it. */
export function fileTable(nodeId: string): QueueTable {
	return {
		name: 'stored_files',
		lane: 'queue',
		mine: (where) => where.or([where('node_id', '=', nodeId), where('node_id', 'is', null)]),
	};
}

export function toStoredFile(row: Selectable<StoredFilesTable>): StoredFile {
	return {
		id: row.id,
		keyId: row.key_id,
		captureId: row.capture_id,
		path: row.path,
		contentType: row.content_type,
		size: row.size,
		meta: JSON.parse(row.meta),
		state: row.state as FileState,
		target: row.target as FileTarget,
		localPath: row.local_path,
		nodeId: row.node_id,
		keyStorageId: row.key_storage_id,
		location: row.location,
		presignedUrl: row.presigned_url,
		uploadId: row.upload_id,
		tries: row.tries,
		error: row.error,
		queuedAt: new Date(row.queued_at),
		createdAt: new Date(row.created_at),
		storedAt: row.stored_at === null ? null : new Date(row.stored_at),
	};
}

/** Add a file. @returns undefined when its path is taken */
export async function insertFile(queries: Queries, row: Insertable<StoredFilesTable>): Promise<StoredFile | undefined> {
	const inserted = await queries
		.insertInto('stored_files')
		.values(row)
		.onConflict((conflict) => conflict.columns(['queue', 'path']).doNothing())
		.returningAll()
		.executeTakeFirst();
	return inserted && toStoredFile(inserted);
}

/** Files by their ids, whatever their state. */
export async function findFiles(queries: Queries, ids: readonly string[]): Promise<StoredFile[]> {
	if (ids.length === 0) return [];
	const rows = await queries.selectFrom('stored_files').selectAll().where('id', 'in', ids).execute();
	return rows.map(toStoredFile);
}

/** The files of some captures, whatever their state, in the order they were added. */
export async function filesOfCaptures(queries: Queries, captureIds: readonly string[]): Promise<StoredFile[]> {
	if (captureIds.length === 0) return [];
	const rows = await queries
		.selectFrom('stored_files')
		.selectAll()
		.where('capture_id', 'in', captureIds)
		.orderBy('id')
		.execute();
	return rows.map(toStoredFile);
}

/** A file with a path in a queue that is stored. */
export async function findStoredAt(queries: Queries, queue: string, path: string): Promise<StoredFile | undefined> {
	const row = await queries
		.selectFrom('stored_files')
		.selectAll()
		.where('queue', '=', queue)
		.where('path', '=', path)
		.where('state', '=', 'stored')
		.executeTakeFirst();
	return row && toStoredFile(row);
}

/** The key that a path in a queue belongs to. Pictures of a stream have no row: `thumbnail/<id of the capture>/…`. */
export async function keyOfPath(queries: Queries, queue: string, path: string): Promise<string | undefined> {
	const row = await queries
		.selectFrom('stored_files')
		.select('key_id')
		.where('queue', '=', queue)
		.where('path', '=', path)
		.executeTakeFirst();
	const [, captureId] = /^thumbnail\/([0-9a-f]{24})\//.exec(path) ?? [];
	if (row !== undefined || captureId === undefined) return row?.key_id;
	const capture = await queries.selectFrom('captures').select('key_id').where('id', '=', captureId).executeTakeFirst();
	return capture?.key_id;
}

/** Mark files as deleted; they are due at once. A worker that has one in its hands finishes first. */
export async function markDeleted(queries: Queries, ids: readonly string[], now: number): Promise<void> {
	if (ids.length === 0) return;
	await queries
		.updateTable('stored_files')
		.set({ state: 'deleted', tries: 0, error: null, next_at: now, queued_at: now })
		.where('id', 'in', ids)
		.where('state', '!=', 'deleted')
		.execute();
}

/** Keep how far a transfer has come. */
export async function keepUploadId(
	queries: Queries,
	id: string,
	claim: string,
	uploadId: string | null,
): Promise<void> {
	await queries
		.updateTable('stored_files')
		.set({ upload_id: uploadId })
		.where('id', '=', id)
		.where('claim', '=', claim)
		.execute();
}

/** What becomes of a claimed file. */
export interface Settled {
	readonly state?: FileState;
	readonly tries?: number;
	/** Epoch ms; null: nothing is to be done. */
	readonly next_at?: number | null;
	readonly error?: string | null;
	readonly location?: string | null;
	readonly node_id?: string | null;
	readonly local_path?: string | null;
	readonly presigned_url?: string | null;
	readonly upload_id?: string | null;
	readonly stored_at?: number;
}

/** Write down what came of a claimed file, and let go of it. @returns undefined when it is somebody else's, or in another state */
export async function settleFile(
	queries: Queries,
	file: Pick<StoredFile, 'id' | 'state'>,
	claim: string,
	settled: Settled,
): Promise<StoredFile | undefined> {
	const row = await queries
		.updateTable('stored_files')
		.set({ ...settled, claim: null, claimed_until: 0 })
		.where('id', '=', file.id)
		.where('claim', '=', claim)
		.where('state', '=', file.state)
		.returningAll()
		.executeTakeFirst();
	return row && toStoredFile(row);
}

/** Let go of a claimed file, whatever its state: its turn comes again when it is due. */
export async function letGo(queries: Queries, id: string, claim: string): Promise<void> {
	await queries
		.updateTable('stored_files')
		.set({ claim: null, claimed_until: 0 })
		.where('id', '=', id)
		.where('claim', '=', claim)
		.execute();
}

/** A deleted file of which nothing is left. */
export async function forgetFile(queries: Queries, id: string, claim: string): Promise<void> {
	await queries
		.deleteFrom('stored_files')
		.where('id', '=', id)
		.where('claim', '=', claim)
		.where('state', '=', 'deleted')
		.execute();
}

/** A store works again: what waits for it does not wait any longer. */
export async function hurryQueue(queries: Queries, queue: string, now: number): Promise<void> {
	await queries
		.updateTable('stored_files')
		.set({ next_at: now })
		.where('queue', '=', queue)
		.where('next_at', '>', now)
		.where('tries', '>', 0)
		.execute();
}

/**
 * Claim pending files of servers that never moved them.
 *
 * @param before files that were queued before it, without a sign of life since, belong to dead servers
 */
export async function claimAbandoned(
	{ engine, queries }: Pick<Database, 'engine' | 'queries'>,
	{ nodeId, before, claim, until }: { nodeId: string; before: number; claim: string; until: number },
): Promise<StoredFile[]> {
	const abandoned = queries
		.selectFrom('stored_files')
		.select('id')
		.where('state', '=', 'pending')
		.where('next_at', 'is not', null)
		.where('node_id', '!=', nodeId)
		.where('queued_at', '<', before)
		.where('claimed_until', '<', before)
		.limit(100)
		.$if(engine === 'postgres', (selection) => selection.forUpdate().skipLocked());
	const rows = await queries
		.updateTable('stored_files')
		.set({ claim, claimed_until: until })
		.where('id', 'in', abandoned)
		.returningAll()
		.execute();
	return rows.map(toStoredFile);
}

/** How many files wait for their storage, and since when the oldest does (epoch ms). */
export async function backlog(queries: Queries): Promise<{ pending: number; oldest: number | undefined }> {
	const row = await queries
		.selectFrom('stored_files')
		.select((select) => [
			select.fn.countAll<number>().as('pending'),
			select.fn.min<number | null>('queued_at').as('oldest'),
		])
		.where('next_at', 'is not', null)
		.where('state', '=', 'pending')
		.executeTakeFirstOrThrow();
	return { pending: row.pending, oldest: row.oldest ?? undefined };
}
