import { sql } from 'kysely';
import type { Queries } from '../../db/Database.ts';

/** A server that has a room, with the number that its writes carry. */
export interface StoredHome {
	readonly runId: string;
	readonly epoch: number;
}

/** Takes a room for a server, unless another has it. @returns who has it */
export async function claimHome(queries: Queries, room: string, runId: string): Promise<StoredHome> {
	const row = await queries
		.insertInto('homes')
		.values({ room, run_id: runId, epoch: 1 })
		.onConflict((conflict) =>
			conflict.column('room').doUpdateSet({
				run_id: sql<string>`coalesce(homes.run_id, excluded.run_id)`,
				epoch: sql<number>`homes.epoch + case when homes.run_id is null then 1 else 0 end`,
			}),
		)
		.returning(['run_id', 'epoch'])
		.executeTakeFirstOrThrow();
	return { runId: row.run_id ?? runId, epoch: Number(row.epoch) };
}

/** Lets a room go, if the server still has it under that number. */
export async function releaseHome(queries: Queries, room: string, { runId, epoch }: StoredHome): Promise<void> {
	await queries
		.updateTable('homes')
		.set({ run_id: null })
		.where('room', '=', room)
		.where('run_id', '=', runId)
		.where('epoch', '=', epoch)
		.execute();
}

/** Takes a room over from a server that died. @returns the number of the new one */
export async function takeHome(transaction: Queries, room: string, runId: string): Promise<number> {
	const row = await transaction
		.insertInto('homes')
		.values({ room, run_id: runId, epoch: 1 })
		.onConflict((conflict) =>
			conflict.column('room').doUpdateSet({ run_id: runId, epoch: sql<number>`homes.epoch + 1` }),
		)
		.returning('epoch')
		.executeTakeFirstOrThrow();
	return Number(row.epoch);
}

/**
 * Lets the rooms of a server go that died: those in which no session is open. Another server may be taking one that is, and
 * until it has, nobody may begin a second.
 */
export async function freeHomes(queries: Queries, runId: string): Promise<void> {
	await queries
		.updateTable('homes')
		.set({ run_id: null })
		.where('run_id', '=', runId)
		.where(({ not, exists, selectFrom }) =>
			not(
				exists(
					selectFrom('sessions')
						.select('sessions.id')
						.whereRef('sessions.room', '=', 'homes.room')
						.where('sessions.end_at', 'is', null),
				),
			),
		)
		.execute();
}

/** Who has a room; undefined when nobody does. */
export async function homeOf(queries: Queries, room: string): Promise<StoredHome | undefined> {
	const row = await queries
		.selectFrom('homes')
		.select(['run_id', 'epoch'])
		.where('room', '=', room)
		.where('run_id', 'is not', null)
		.executeTakeFirst();
	return row?.run_id == null ? undefined : { runId: row.run_id, epoch: Number(row.epoch) };
}

/**
 * Whether a server has a room under that number, and until the end of the transaction nobody takes it.
 *
 * @param transaction of PostgreSQL
 */
export async function holdsHome(transaction: Queries, room: string, { runId, epoch }: StoredHome): Promise<boolean> {
	const row = await transaction
		.selectFrom('homes')
		.select('room')
		.where('room', '=', room)
		.where('run_id', '=', runId)
		.where('epoch', '=', epoch)
		.forShare()
		.executeTakeFirst();
	return row !== undefined;
}

/** The rooms that a server has, with their numbers. */
export async function homesOf(queries: Queries, runId: string): Promise<Map<string, number>> {
	const rows = await queries.selectFrom('homes').select(['room', 'epoch']).where('run_id', '=', runId).execute();
	return new Map(rows.map(({ room, epoch }) => [room, Number(epoch)]));
}

/** Servers that have rooms and are written nowhere as alive. */
export async function lostHomes(queries: Queries): Promise<string[]> {
	const rows = await queries
		.selectFrom('homes')
		.select('homes.run_id')
		.distinct()
		.where('homes.run_id', 'is not', null)
		.where('homes.run_id', 'not in', (runs) => runs.selectFrom('server_runs').select('server_runs.id'))
		.execute();
	return rows.flatMap(({ run_id }) => run_id ?? []);
}

/** The room of the running session in which somebody with a resume token is, by the hash of that. */
export async function roomOfResumeHash(queries: Queries, resumeHash: string): Promise<string | undefined> {
	const row = await queries
		.selectFrom('stays')
		.innerJoin('sessions', 'sessions.id', 'stays.session_id')
		.select('sessions.room')
		.where('stays.resume_hash', '=', resumeHash)
		.where('stays.end_at', 'is', null)
		.where('sessions.end_at', 'is', null)
		.executeTakeFirst();
	return row?.room;
}
