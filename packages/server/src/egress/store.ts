import type { CaptureState } from '@roomcast/contract';
import type { Queries } from '../db/Database.ts';
import { epochMs } from '../time/clock.ts';
import type { OutputRows } from './OutputFacts.ts';
import type { CaptureOptions, CapturePlace, StoredCapture, TrackKind } from './StoredCapture.ts';

/** What has not come to its end. */
const UNFINISHED: readonly CaptureState[] = ['STARTING', 'STARTED', 'STOPPING'];

/** Why a capture ended whose node was gone. */
const NODE_LOST = 'NODE_LOST';

/**
 * @param rows what its kind keeps of it elsewhere
 * @returns false when one with that slot runs in the session already
 */
export async function insertCapture(
	queries: Queries,
	capture: StoredCapture,
	slot: string,
	rows?: OutputRows,
): Promise<boolean> {
	const kept = Object.entries(capture.options).filter(([name]) => rows?.options.includes(name) !== true);
	const result = await queries
		.insertInto('captures')
		.values({
			id: capture.id,
			key_id: capture.keyId,
			room: capture.room,
			session_id: capture.sessionId,
			kind: capture.kind,
			participant_id: capture.participantId,
			participant_name: capture.participantName,
			track_kind: capture.trackKind,
			options: JSON.stringify(Object.fromEntries(kept)),
			state: capture.state,
			slot,
			end_reason: null,
			error: null,
			folder: capture.folder,
			node_id: capture.nodeId,
			run_id: capture.runId,
			started_at: null,
			ended_at: null,
			created_at: capture.createdAt,
			updated_at: capture.updatedAt,
			deleted_at: null,
		})
		.onConflict((conflict) => conflict.doNothing())
		.executeTakeFirst();
	if ((result.numInsertedOrUpdatedRows ?? 0n) === 0n) return false;
	await rows?.insert(queries, capture);
	return true;
}

/** What changes of a capture. Times are epoch ms. */
export interface CaptureChanges {
	readonly state: CaptureState;
	readonly startedAt?: number;
	readonly endedAt?: number;
	readonly endReason?: string;
	readonly error?: string;
}

/**
 * Move a capture on. From `STOPPING` on it holds no slot: another may start.
 *
 * @param from the states that it may be in
 * @param runId of the server that it runs on; default: any
 * @returns false when it is in another state, or runs elsewhere by now: somebody was faster
 */
export async function changeCapture(
	queries: Queries,
	id: string,
	from: readonly CaptureState[],
	{ state, startedAt, endedAt, endReason, error }: CaptureChanges,
	runId?: string,
): Promise<boolean> {
	const result = await queries
		.updateTable('captures')
		.set({
			state,
			updated_at: epochMs(),
			...(state === 'STARTING' || state === 'STARTED' ? {} : { slot: null }),
			...(startedAt === undefined ? {} : { started_at: startedAt }),
			...(endedAt === undefined ? {} : { ended_at: endedAt }),
			...(endReason === undefined ? {} : { end_reason: endReason }),
			...(error === undefined ? {} : { error }),
		})
		.where('id', '=', id)
		.where('state', 'in', from)
		.$if(runId !== undefined, (query) => query.where('run_id', '=', runId ?? ''))
		.executeTakeFirst();
	return result.numUpdatedRows > 0n;
}

/**
 * Hold the row of a capture until the transaction ends. Others who hold it to decide on its state wait here, and then see
 * what this transaction wrote.
 */
export async function holdCapture(queries: Queries, id: string): Promise<void> {
	await queries
		.updateTable('captures')
		.set(({ ref }) => ({ updated_at: ref('updated_at') }))
		.where('id', '=', id)
		.execute();
}

/** When what was recorded ends, in epoch ms. */
export async function setEnd(queries: Queries, id: string, endedAt: number): Promise<void> {
	await queries.updateTable('captures').set({ ended_at: endedAt }).where('id', '=', id).execute();
}

/** One of whatever key, unless it was deleted. */
export async function findCapture(queries: Queries, id: string): Promise<StoredCapture | undefined> {
	const row = await captureRows(queries).where('captures.id', '=', id).executeTakeFirst();
	return row && toCapture(row);
}

/** What a process of this node that is no more left behind. */
export async function orphanedCaptures(queries: Queries, nodeId: string, runId: string): Promise<StoredCapture[]> {
	const rows = await captureRows(queries)
		.where('captures.state', 'in', UNFINISHED)
		.where('captures.node_id', '=', nodeId)
		.where('captures.run_id', '!=', runId)
		.where('captures.run_id', 'not in', queries.selectFrom('server_runs').select('id'))
		.orderBy('captures.created_at')
		.execute();
	return rows.map(toCapture);
}

/** What others recorded and streamed of the sessions that this server has taken over from them. */
export async function capturesLeftTo(queries: Queries, runId: string): Promise<StoredCapture[]> {
	const rows = await captureRows(queries)
		.innerJoin('sessions', 'sessions.id', 'captures.session_id')
		.where('sessions.run_id', '=', runId)
		.where('sessions.end_at', 'is', null)
		.where('captures.state', 'in', ['STARTING', 'STARTED'])
		.where('captures.run_id', '!=', runId)
		.orderBy('captures.created_at')
		.execute();
	return rows.map(toCapture);
}

/** Which of these sessions are open, and not on this server. */
export async function openElsewhere(
	queries: Queries,
	runId: string,
	sessionIds: readonly string[],
): Promise<ReadonlySet<string>> {
	if (sessionIds.length === 0) return new Set();
	const rows = await queries
		.selectFrom('sessions')
		.select('id')
		.where('id', 'in', sessionIds)
		.where('end_at', 'is', null)
		.where('run_id', '!=', runId)
		.execute();
	return new Set(rows.map(({ id }) => id));
}

/** What a server is written down to record of sessions that are over. */
export async function strayCaptures(queries: Queries, runId: string): Promise<StoredCapture[]> {
	const rows = await captureRows(queries)
		.innerJoin('sessions', 'sessions.id', 'captures.session_id')
		.where('captures.state', 'in', ['STARTING', 'STARTED'])
		.where('captures.run_id', '=', runId)
		.where('sessions.end_at', 'is not', null)
		.execute();
	return rows.map(toCapture);
}

/** A capture whose node is gone, and when its session ended: epoch ms, null while it continues elsewhere. */
export interface LostCapture {
	readonly capture: StoredCapture;
	readonly sessionEnd: number | null;
}

/**
 * What nodes left behind that are gone.
 *
 * @param nodeId of the one that asks
 * @param endedBefore epoch ms: only those of sessions that were over then,
 * @param goOnHere or of these, which somebody came back to
 */
export async function lostCaptures(
	queries: Queries,
	{ nodeId, endedBefore, goOnHere }: { nodeId: string; endedBefore: number; goOnHere: readonly string[] },
): Promise<LostCapture[]> {
	const rows = await captureRows(queries)
		.innerJoin('sessions', 'sessions.id', 'captures.session_id')
		.select('sessions.end_at as session_end')
		.where('captures.state', 'in', UNFINISHED)
		.where('captures.node_id', '!=', nodeId)
		.where('captures.node_id', 'not in', queries.selectFrom('server_runs').select('node_id'))
		// The storage abandons what was handed to it.
		.where(({ not, exists, selectFrom }) =>
			not(
				exists(
					selectFrom('stored_files').select('stored_files.id').whereRef('stored_files.capture_id', '=', 'captures.id'),
				),
			),
		)
		.where((where) =>
			where.or([
				where('sessions.end_at', '<', endedBefore),
				...(goOnHere.length > 0 ? [where('captures.session_id', 'in', goOnHere)] : []),
			]),
		)
		.execute();
	return rows.map((row) => ({ capture: toCapture(row), sessionEnd: row.session_end }));
}

/**
 * Give up a capture whose node is gone. It holds no slot any more: another may start.
 *
 * @returns false when it has come to its end meanwhile
 */
export function loseCapture(queries: Queries, id: string, error: string, endedAt: number): Promise<boolean> {
	return changeCapture(queries, id, UNFINISHED, { state: 'FAILED', error, endReason: NODE_LOST, endedAt });
}

/** A node that was believed dead is back: what it has of its captures is still to be stored. They stay failed. */
export async function reviveCaptures(queries: Queries, nodeId: string): Promise<void> {
	await queries
		.updateTable('captures')
		.set({ state: 'STOPPING', end_reason: 'FAILED' })
		.where('node_id', '=', nodeId)
		.where('state', '=', 'FAILED')
		.where('end_reason', '=', NODE_LOST)
		.execute();
}

/**
 * Take a capture over from a process that is gone. Its parts stay where they are.
 *
 * @param capture as it was read
 * @returns it as it is now; undefined when another process took it, or it has changed
 */
export async function takeCapture(
	queries: Queries,
	capture: StoredCapture,
	to: CapturePlace,
): Promise<StoredCapture | undefined> {
	const result = await queries
		.updateTable('captures')
		.set({ run_id: to.runId, node_id: to.nodeId, folder: to.folder })
		.where('id', '=', capture.id)
		.where('run_id', '=', capture.runId)
		.where('state', '=', capture.state)
		.executeTakeFirst();
	if (result.numUpdatedRows === 0n) return undefined;
	await queries
		.updateTable('capture_parts')
		.set({ node_id: capture.nodeId })
		.where('capture_id', '=', capture.id)
		.where('node_id', 'is', null)
		.execute();
	return { ...capture, ...to };
}

/** Which captures of a key, and which part of them. */
export interface CaptureListing {
	readonly keyId: string;
	readonly kind: string;
	/** Document id of the room. */
	readonly room?: string | undefined;
	readonly sessionId?: string | undefined;
	readonly participantId?: string | undefined;
	readonly offset: number;
	readonly limit: number;
}

/** One page of captures, the newest first, and how many there are in all. */
export async function listCaptures(
	queries: Queries,
	{ keyId, kind, room, sessionId, participantId, offset, limit }: CaptureListing,
): Promise<{ captures: StoredCapture[]; total: number }> {
	let selection = queries
		.selectFrom('captures')
		.where('captures.key_id', '=', keyId)
		.where('captures.kind', '=', kind)
		.where('captures.deleted_at', 'is', null);
	if (room !== undefined) selection = selection.where('captures.room', '=', room);
	if (sessionId !== undefined) selection = selection.where('captures.session_id', '=', sessionId);
	if (participantId !== undefined) selection = selection.where('captures.participant_id', '=', participantId);
	const { total } = await selection
		.select((select) => select.fn.countAll<number>().as('total'))
		.executeTakeFirstOrThrow();
	const page = selection
		.select('captures.id')
		.orderBy('captures.created_at', 'desc')
		.orderBy('captures.id', 'desc')
		.limit(limit)
		.offset(offset);
	const rows = await captureRows(queries)
		.where('captures.id', 'in', page)
		.orderBy('captures.created_at', 'desc')
		.orderBy('captures.id', 'desc')
		.execute();
	return { captures: rows.map(toCapture), total };
}

/** The captures of a kind of some sessions: when each began and ended, in epoch ms. */
export async function spansOf(
	queries: Queries,
	sessionIds: readonly string[],
	kind: string,
): Promise<{ sessionId: string; start: number; end: number | null }[]> {
	if (sessionIds.length === 0) return [];
	const rows = await queries
		.selectFrom('captures')
		.select(['session_id', 'started_at', 'ended_at'])
		.where('session_id', 'in', sessionIds)
		.where('kind', '=', kind)
		.where('started_at', 'is not', null)
		.orderBy('started_at')
		.execute();
	return rows.map((row) => ({ sessionId: row.session_id, start: row.started_at ?? 0, end: row.ended_at }));
}

/** Hide a capture permanently. @returns false when it is not there, or still runs */
export async function deleteCapture(queries: Queries, id: string): Promise<boolean> {
	const result = await queries
		.updateTable('captures')
		.set({ deleted_at: epochMs() })
		.where('id', '=', id)
		.where('deleted_at', 'is', null)
		.where('state', 'in', ['STOPPED', 'FAILED'])
		.executeTakeFirst();
	return result.numUpdatedRows > 0n;
}

function captureRows(queries: Queries) {
	return queries
		.selectFrom('captures')
		.innerJoin('rooms', 'rooms.id', 'captures.room')
		.selectAll('captures')
		.select('rooms.room_id')
		.where('captures.deleted_at', 'is', null);
}

function toCapture(row: Awaited<ReturnType<ReturnType<typeof captureRows>['executeTakeFirstOrThrow']>>): StoredCapture {
	return {
		id: row.id,
		keyId: row.key_id,
		room: row.room,
		roomId: row.room_id,
		sessionId: row.session_id,
		kind: row.kind,
		participantId: row.participant_id,
		participantName: row.participant_name,
		trackKind: row.track_kind as TrackKind | null,
		options: JSON.parse(row.options) as CaptureOptions,
		state: row.state as CaptureState,
		endReason: row.end_reason,
		error: row.error,
		folder: row.folder,
		nodeId: row.node_id,
		runId: row.run_id,
		startedAt: row.started_at,
		endedAt: row.ended_at,
		createdAt: row.created_at,
		updatedAt: row.updated_at,
	};
}
