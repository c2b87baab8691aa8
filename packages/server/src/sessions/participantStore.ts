import type { StreamKind } from '@roomcast/contract';
import type { Selectable } from 'kysely';
import type { Queries } from '../db/Database.ts';
import type { ParticipantsTable } from '../db/sessionTables.ts';
import type { ParticipantDetails, StoredParticipant, StoredSpan } from './StoredSession.ts';

/** Everybody who was in one of these sessions, in the order of their first join. */
export async function participantsOf(queries: Queries, sessionIds: readonly string[]): Promise<StoredParticipant[]> {
	if (sessionIds.length === 0) return [];
	const rows = await queries
		.selectFrom('participants')
		.selectAll()
		.where('session_id', 'in', sessionIds)
		.orderBy('joined_at')
		.orderBy('id')
		.execute();
	return withTimelogs(queries, rows);
}

/** A part of those who were in a session, or of those who are in now, in the order of their first join. */
export async function pageOfParticipants(
	queries: Queries,
	sessionId: string,
	{ active, offset, limit }: { active: boolean; offset: number; limit: number },
): Promise<{ participants: StoredParticipant[]; total: number }> {
	let selection = queries.selectFrom('participants').where('session_id', '=', sessionId);
	if (active)
		selection = selection.where('id', 'in', (select) =>
			select
				.selectFrom('stays')
				.select('participant')
				.where('stays.session_id', '=', sessionId)
				.where('stays.end_at', 'is', null),
		);
	const { total } = await selection
		.select((select) => select.fn.countAll<number>().as('total'))
		.executeTakeFirstOrThrow();
	const rows = await selection.selectAll().orderBy('joined_at').orderBy('id').limit(limit).offset(offset).execute();
	return { participants: await withTimelogs(queries, rows), total };
}

export async function findParticipant(
	queries: Queries,
	sessionId: string,
	participantId: string,
): Promise<StoredParticipant | undefined> {
	const rows = await queries
		.selectFrom('participants')
		.selectAll()
		.where('session_id', '=', sessionId)
		.where('participant_id', '=', participantId)
		.execute();
	const [participant] = await withTimelogs(queries, rows);
	return participant;
}

/** What these participants did, by their document id. */
export async function participantDetails(
	queries: Queries,
	participants: readonly StoredParticipant[],
): Promise<Map<string, ParticipantDetails>> {
	const ids = participants.map(({ id }) => id);
	if (ids.length === 0) return new Map();
	const streams = await queries
		.selectFrom('stream_spans')
		.select(['participant', 'kind', 'start_at', 'end_at'])
		.where('participant', 'in', ids)
		.orderBy('start_at')
		.orderBy('id')
		.execute();
	const modes = await queries
		.selectFrom('mode_changes')
		.select(['participant', 'id', 'mode', 'at'])
		.where('participant', 'in', ids)
		.orderBy('at')
		.orderBy('id')
		.execute();
	const streamsOf = Map.groupBy(streams, ({ participant }) => participant);
	const modesOf = Map.groupBy(modes, ({ participant }) => participant);
	return new Map(
		ids.map((id) => [
			id,
			{
				streams: (streamsOf.get(id) ?? []).map((row) => ({
					kind: row.kind as StreamKind,
					start: row.start_at,
					end: row.end_at,
				})),
				modes: (modesOf.get(id) ?? []).map((row) => ({ id: row.id, mode: row.mode, at: row.at })),
			},
		]),
	);
}

async function withTimelogs(
	queries: Queries,
	rows: readonly Selectable<ParticipantsTable>[],
): Promise<StoredParticipant[]> {
	if (rows.length === 0) return [];
	const stays = await queries
		.selectFrom('stays')
		.select(['participant', 'start_at', 'end_at'])
		.where(
			'participant',
			'in',
			rows.map(({ id }) => id),
		)
		.orderBy('start_at')
		.orderBy('id')
		.execute();
	const timelogs = Map.groupBy(stays, ({ participant }) => participant);
	return rows.map((row) => toParticipant(row, timelogs.get(row.id) ?? []));
}

function toParticipant(
	row: Selectable<ParticipantsTable>,
	stays: readonly { start_at: number; end_at: number | null }[],
): StoredParticipant {
	return {
		id: row.id,
		sessionId: row.session_id,
		participantId: row.participant_id,
		name: row.name,
		userAgent: row.user_agent,
		sdk: row.sdk,
		mode: row.mode,
		leaveReason:
			row.leave_code === null || row.leave_message === null
				? null
				: { code: row.leave_code, message: row.leave_message },
		timelog: stays.map((stay): StoredSpan => ({ start: stay.start_at, end: stay.end_at })),
	};
}
