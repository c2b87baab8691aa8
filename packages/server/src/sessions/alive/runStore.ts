import type { Queries } from '../../db/Database.ts';
import type { JournalSession } from '../host/SessionJournal.ts';

/** One life of a server process, as it is written down. */
export interface ServerRun {
	readonly id: string;
	/** Of its data folder. */
	readonly nodeId: string;
	/** Epoch ms. */
	readonly aliveAt: number;
}

/** Say that a run is alive. One that was swept away by another server is written again. */
export async function writeRun(queries: Queries, run: ServerRun): Promise<void> {
	await queries
		.insertInto('server_runs')
		.values({ id: run.id, node_id: run.nodeId, started_at: run.aliveAt, alive_at: run.aliveAt })
		.onConflict((conflict) => conflict.column('id').doUpdateSet({ alive_at: run.aliveAt }))
		.execute();
}

export async function findRun(queries: Queries, id: string): Promise<ServerRun | undefined> {
	const row = await queries.selectFrom('server_runs').selectAll().where('id', '=', id).executeTakeFirst();
	return row && { id: row.id, nodeId: row.node_id, aliveAt: row.alive_at };
}

/** Every run but this one. */
export async function otherRuns(queries: Queries, id: string): Promise<ServerRun[]> {
	const rows = await queries
		.selectFrom('server_runs')
		.selectAll()
		.where('id', '!=', id)
		.orderBy('started_at')
		.execute();
	return rows.map((row) => ({ id: row.id, nodeId: row.node_id, aliveAt: row.alive_at }));
}

export async function deleteRun(queries: Queries, id: string): Promise<void> {
	await queries.deleteFrom('server_runs').where('id', '=', id).execute();
}

/** The same for a run that stops in order, unless a session of it is open: then others see when it was last alive. */
export async function deleteFinishedRun(queries: Queries, id: string): Promise<void> {
	await queries
		.deleteFrom('server_runs')
		.where('id', '=', id)
		.where(({ not, exists, selectFrom }) =>
			not(exists(selectFrom('sessions').select('sessions.id').where('run_id', '=', id).where('end_at', 'is', null))),
		)
		.execute();
}

/** Runs that are written nowhere any more, although sessions of theirs are open. */
export async function lostRuns(queries: Queries): Promise<ServerRun[]> {
	const rows = await queries
		.selectFrom('sessions')
		.leftJoin('stays', 'stays.session_id', 'sessions.id')
		.select('sessions.run_id')
		.select((select) => [
			select.fn.max<number>('sessions.start_at').as('started'),
			select.fn.max<number | null>('stays.start_at').as('joined'),
			select.fn.max<number | null>('stays.end_at').as('left'),
		])
		.where('sessions.end_at', 'is', null)
		.where('sessions.run_id', 'not in', (runs) => runs.selectFrom('server_runs').select('server_runs.id'))
		.groupBy('sessions.run_id')
		.execute();
	// Of its signs of life these are left.
	return rows.map(({ run_id, started, joined, left }) => ({
		id: run_id,
		nodeId: '',
		aliveAt: Math.max(started, joined ?? 0, left ?? 0),
	}));
}

/** A session as it was begun: without who was let in since. */
export type OpenedSession = Omit<JournalSession, 'entrance' | 'epoch'>;

/** The sessions that a run left open, the oldest first. @param sessionId only that one */
export async function openSessionsOf(queries: Queries, runId: string, sessionId?: string): Promise<OpenedSession[]> {
	const rows = await queries
		.selectFrom('sessions')
		.innerJoin('rooms', 'rooms.id', 'sessions.room')
		.select(['sessions.id as session_id', 'sessions.start_at', 'sessions.key_id', 'rooms.id', 'rooms.room_id'])
		.select(['rooms.custom_room_id', 'rooms.webhook', 'rooms.auto_close_config'])
		.select(['rooms.auto_start_config', 'rooms.multi_composition'])
		.where('sessions.run_id', '=', runId)
		.where('sessions.end_at', 'is', null)
		.$if(sessionId !== undefined, (query) => query.where('sessions.id', '=', sessionId ?? ''))
		.orderBy('sessions.start_at')
		.orderBy('sessions.id')
		.execute();
	return rows.map((row) => ({
		sessionId: row.session_id,
		startedAt: row.start_at,
		room: {
			id: row.id,
			roomId: row.room_id,
			customRoomId: row.custom_room_id,
			keyId: row.key_id,
			webhook: parse(row.webhook),
			autoCloseConfig: parse(row.auto_close_config),
			autoStartConfig: parse(row.auto_start_config),
			multiComposition: parse(row.multi_composition),
		},
	}));
}

function parse<T>(text: string | null): T | null {
	return text === null ? null : (JSON.parse(text) as T);
}

/** Take a session over from another run. @returns false when somebody else did, or it is over */
export async function takeSession(queries: Queries, sessionId: string, from: string, to: string): Promise<boolean> {
	const result = await queries
		.updateTable('sessions')
		.set({ run_id: to })
		.where('id', '=', sessionId)
		.where('run_id', '=', from)
		.where('end_at', 'is', null)
		.executeTakeFirst();
	return result.numUpdatedRows > 0n;
}

/** The life of a node that runs now, by the id of its data folder; undefined when none does. */
export async function newestRunOf(queries: Queries, nodeId: string): Promise<string | undefined> {
	const row = await queries
		.selectFrom('server_runs')
		.select('id')
		.where('node_id', '=', nodeId)
		.orderBy('started_at', 'desc')
		.executeTakeFirst();
	return row?.id;
}
