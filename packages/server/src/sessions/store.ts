import type { Queries } from '../db/Database.ts';
import type { StoredSession } from './StoredSession.ts';

/** Which sessions of a key, and which part of them. Times are epoch ms. */
export interface SessionListing {
	readonly keyId: string;
	/** Only those of the room with this `id`. */
	readonly room?: string | undefined;
	readonly status?: 'ongoing' | 'ended' | undefined;
	/** Only those that began in this time, both ends included. */
	readonly startDate?: number | undefined;
	readonly endDate?: number | undefined;
	readonly offset: number;
	readonly limit: number;
}

/** One page of sessions, the newest first, and how many there are in all. */
export async function listSessions(
	queries: Queries,
	{ keyId, room, status, startDate, endDate, offset, limit }: SessionListing,
): Promise<{ sessions: StoredSession[]; total: number }> {
	let selection = queries.selectFrom('sessions').where('sessions.key_id', '=', keyId);
	if (room !== undefined) selection = selection.where('room', '=', room);
	if (status === 'ongoing') selection = selection.where('end_at', 'is', null);
	if (status === 'ended') selection = selection.where('end_at', 'is not', null);
	if (startDate !== undefined) selection = selection.where('start_at', '>=', startDate);
	if (endDate !== undefined) selection = selection.where('start_at', '<=', endDate);
	const { total } = await selection
		.select((select) => select.fn.countAll<number>().as('total'))
		.executeTakeFirstOrThrow();
	const page = selection
		.select('sessions.id')
		.orderBy('start_at', 'desc')
		.orderBy('sessions.id', 'desc')
		.limit(limit)
		.offset(offset);
	const rows = await sessionRows(queries)
		.where('sessions.id', 'in', page)
		.orderBy('sessions.start_at', 'desc')
		.orderBy('sessions.id', 'desc')
		.execute();
	return { sessions: rows.map(toSession), total };
}

/** A session of whatever key. */
export async function findSession(queries: Queries, id: string): Promise<StoredSession | undefined> {
	const row = await sessionRows(queries).where('sessions.id', '=', id).executeTakeFirst();
	return row && toSession(row);
}

/** The latest session of a room, whether or not it is over. */
export async function latestSession(queries: Queries, room: string): Promise<StoredSession | undefined> {
	const row = await sessionRows(queries)
		.where('sessions.room', '=', room)
		.orderBy('sessions.start_at', 'desc')
		.orderBy('sessions.id', 'desc')
		.limit(1)
		.executeTakeFirst();
	return row && toSession(row);
}

function sessionRows(queries: Queries) {
	return queries
		.selectFrom('sessions')
		.innerJoin('rooms', 'rooms.id', 'sessions.room')
		.select(['sessions.id', 'sessions.key_id', 'sessions.room', 'sessions.start_at', 'sessions.end_at'])
		.select(['sessions.end_reason', 'rooms.room_id', 'rooms.custom_room_id']);
}

function toSession(row: Awaited<ReturnType<ReturnType<typeof sessionRows>['executeTakeFirstOrThrow']>>): StoredSession {
	return {
		id: row.id,
		keyId: row.key_id,
		room: row.room,
		roomId: row.room_id,
		customRoomId: row.custom_room_id,
		startAt: row.start_at,
		endAt: row.end_at,
		endReason: row.end_reason,
	};
}
