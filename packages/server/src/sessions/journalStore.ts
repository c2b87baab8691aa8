import type { LeaveReason, Mode, StreamKind } from '@roomcast/contract';
import type { Queries } from '../db/Database.ts';
import { newDocumentId } from '../db/ids.ts';
import type { JournalSession, JournalStay } from './host/SessionJournal.ts';

/** @returns whether it is new */
export async function insertSession(queries: Queries, session: JournalSession, runId: string): Promise<boolean> {
	const result = await queries
		.insertInto('sessions')
		.values({
			id: session.sessionId,
			key_id: session.room.keyId,
			room: session.room.id,
			run_id: runId,
			start_at: session.startedAt,
			end_at: null,
			end_reason: null,
		})
		.onConflict((conflict) => conflict.column('id').doNothing())
		.executeTakeFirst();
	return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** Who is in is one row for each session, whatever it does: this makes it, or brings it up to date. */
export async function upsertParticipant(
	queries: Queries,
	{ sessionId }: JournalSession,
	stay: JournalStay,
): Promise<string> {
	const now = {
		name: stay.displayName,
		user_agent: stay.device.userAgent ?? null,
		sdk: stay.device.sdk ?? null,
		mode: stay.mode,
		leave_code: null,
		leave_message: null,
	};
	const known = await queries
		.selectFrom('participants')
		.select(['id', 'mode'])
		.where('session_id', '=', sessionId)
		.where('participant_id', '=', stay.participantId)
		.executeTakeFirst();
	const id = known?.id ?? newDocumentId(stay.joinedAt);
	if (known === undefined)
		await queries
			.insertInto('participants')
			.values({
				...now,
				id,
				session_id: sessionId,
				participant_id: stay.participantId,
				joined_at: stay.joinedAt,
			})
			.execute();
	else await queries.updateTable('participants').set(now).where('id', '=', id).execute();
	if (known?.mode !== stay.mode) await insertModeChange(queries, id, stay.mode, stay.joinedAt);
	return id;
}

export async function insertStay(
	queries: Queries,
	{ sessionId }: JournalSession,
	stay: JournalStay,
	participant: string,
): Promise<void> {
	await queries
		.insertInto('stays')
		.values({
			id: stay.stayId,
			session_id: sessionId,
			participant,
			start_at: stay.joinedAt,
			end_at: null,
			resume_hash: stay.seat.resumeHash,
			token_hash: stay.seat.tokenHash,
		})
		.execute();
}

/** A stay that is over now. */
export interface ClosedStay {
	readonly participant: string;
	/** Epoch ms. */
	readonly startedAt: number;
}

/**
 * Close a stay and what was on in it.
 *
 * @returns undefined when it was closed before, or never written
 */
export async function closeStay(
	queries: Queries,
	stayId: string,
	at: number,
	reason: LeaveReason,
): Promise<ClosedStay | undefined> {
	const row = await queries
		.updateTable('stays')
		.set({ end_at: at })
		.where('id', '=', stayId)
		.where('end_at', 'is', null)
		.returning(['participant', 'start_at'])
		.executeTakeFirst();
	if (row === undefined) return undefined;
	await queries
		.updateTable('stream_spans')
		// A stream that was switched on after that moment was on for no time at all.
		.set((set) => ({
			end_at: set.case().when('start_at', '>', at).then(set.ref('start_at')).else(at).end(),
		}))
		.where('stay', '=', stayId)
		.where('end_at', 'is', null)
		.execute();
	await queries
		.updateTable('participants')
		.set({ leave_code: reason.code, leave_message: reason.message })
		.where('id', '=', row.participant)
		.execute();
	return { participant: row.participant, startedAt: row.start_at };
}

/** A stay that nobody closed, with who it is of. */
export interface OpenStay {
	readonly stayId: string;
	readonly participantId: string;
	readonly displayName: string;
	/** Epoch ms. */
	readonly joinedAt: number;
}

/** The stays of a session that are not over, in the order they began. */
export async function openStays(queries: Queries, sessionId: string): Promise<OpenStay[]> {
	const rows = await queries
		.selectFrom('stays')
		.innerJoin('participants', 'participants.id', 'stays.participant')
		.select(['stays.id', 'stays.start_at', 'participants.participant_id', 'participants.name'])
		.where('stays.session_id', '=', sessionId)
		.where('stays.end_at', 'is', null)
		.orderBy('stays.start_at')
		.orderBy('stays.id')
		.execute();
	return rows.map((row) => ({
		stayId: row.id,
		participantId: row.participant_id,
		displayName: row.name,
		joinedAt: row.start_at,
	}));
}

/** When the last stay of a session was over; undefined when none is. Epoch ms. */
export async function lastStayEnd(queries: Queries, sessionId: string): Promise<number | undefined> {
	const row = await queries
		.selectFrom('stays')
		.innerJoin('participants', 'participants.id', 'stays.participant')
		.select((select) => select.fn.max<number | null>('stays.end_at').as('at'))
		.where('participants.session_id', '=', sessionId)
		.executeTakeFirst();
	return row?.at ?? undefined;
}

/** @returns false when it was over before, or never began */
export async function closeSession(queries: Queries, sessionId: string, at: number, reason: string): Promise<boolean> {
	const result = await queries
		.updateTable('sessions')
		.set({ end_at: at, end_reason: reason })
		.where('id', '=', sessionId)
		.where('end_at', 'is', null)
		.executeTakeFirst();
	return result.numUpdatedRows > 0n;
}

export async function openSpan(queries: Queries, stayId: string, kind: StreamKind, at: number): Promise<void> {
	await queries
		.insertInto('stream_spans')
		.columns(['id', 'participant', 'stay', 'kind', 'start_at'])
		.expression((from) =>
			from
				.selectFrom('stays')
				.select((select) => [
					select.cast<string>(select.val(newDocumentId(at)), 'text').as('id'),
					'stays.participant',
					'stays.id as stay',
					select.cast<string>(select.val(kind), 'text').as('kind'),
					select.cast<number>(select.val(at), 'bigint').as('start_at'),
				])
				.where('stays.id', '=', stayId)
				.where('stays.end_at', 'is', null)
				// It may be written twice.
				.where(({ not, exists, selectFrom }) =>
					not(
						exists(
							selectFrom('stream_spans')
								.select('stream_spans.id')
								.where('stream_spans.stay', '=', stayId)
								.where('stream_spans.kind', '=', kind)
								.where('stream_spans.end_at', 'is', null),
						),
					),
				),
		)
		.execute();
}

export async function closeSpan(queries: Queries, stayId: string, kind: StreamKind, at: number): Promise<void> {
	await queries
		.updateTable('stream_spans')
		.set({ end_at: at })
		.where('stay', '=', stayId)
		.where('kind', '=', kind)
		.where('end_at', 'is', null)
		.execute();
}

export async function changeMode(queries: Queries, stayId: string, mode: Mode, at: number): Promise<void> {
	const row = await queries
		.updateTable('participants')
		.set({ mode })
		// It may be written twice.
		.where('mode', '!=', mode)
		.where('id', 'in', (select) => select.selectFrom('stays').select('participant').where('id', '=', stayId))
		.returning('id')
		.executeTakeFirst();
	if (row !== undefined) await insertModeChange(queries, row.id, mode, at);
}

async function insertModeChange(queries: Queries, participant: string, mode: string, at: number): Promise<void> {
	await queries
		.insertInto('mode_changes')
		.values({ id: newDocumentId(at), participant, mode, at })
		.execute();
}
