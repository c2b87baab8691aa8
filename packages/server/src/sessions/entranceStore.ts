import { MODES } from '@roomcast/contract';
import type { Queries } from '../db/Database.ts';
import type { TakenSeat } from './host/Returns.ts';
import type { Sanction } from './host/Sanctions.ts';
import type { EntranceRecord } from './host/SessionJournal.ts';
import type { Admitted } from './host/WaitingRoom.ts';

/**
 * Write down who was let into a session that is written down itself. Who was let in before under the same id is no
 * longer.
 */
export async function insertAdmissions(
	queries: Queries,
	sessionId: string,
	admitted: readonly Admitted[],
): Promise<void> {
	for (const { participantId, ticketHash, named } of admitted)
		await queries
			.insertInto('admissions')
			.columns(['session_id', 'participant_id', 'ticket_hash', 'named'])
			.expression((from) =>
				from
					.selectFrom('sessions')
					.select((select) => [
						'id',
						select.cast<string>(select.val(participantId), 'text').as('participant_id'),
						select.cast<string | null>(select.val(ticketHash), 'text').as('ticket_hash'),
						select.cast<number>(select.val(named ? 1 : 0), 'integer').as('named'),
					])
					.where('id', '=', sessionId)
					.where('end_at', 'is', null),
			)
			.onConflict((conflict) =>
				conflict
					.columns(['session_id', 'participant_id'])
					.doUpdateSet({ ticket_hash: ticketHash, named: named ? 1 : 0 }),
			)
			.execute();
}

/** Forget that somebody was let in. */
export async function deleteAdmission(queries: Queries, sessionId: string, participantId: string): Promise<void> {
	await queries
		.deleteFrom('admissions')
		.where('session_id', '=', sessionId)
		.where('participant_id', '=', participantId)
		.execute();
}

/** Write down what is held against whom, instead of what was; `SEND_AND_RECV` is nothing. */
export async function writeSanctions(
	queries: Queries,
	sessionId: string,
	sanctions: readonly Sanction[],
): Promise<void> {
	for (const { kind, value, mode } of sanctions) {
		if (mode === 'SEND_AND_RECV')
			await queries
				.deleteFrom('sanctions')
				.where('session_id', '=', sessionId)
				.where('kind', '=', kind)
				.where('value', '=', value)
				.execute();
		else
			await queries
				.insertInto('sanctions')
				.values({ session_id: sessionId, kind, value, mode })
				.onConflict((conflict) => conflict.columns(['session_id', 'kind', 'value']).doUpdateSet({ mode }))
				.execute();
	}
}

/** Who was let into a session, what is held against whom, and who was in. */
export async function entranceOf(queries: Queries, sessionId: string): Promise<EntranceRecord> {
	const admitted = await queries
		.selectFrom('admissions')
		.select(['participant_id', 'ticket_hash', 'named'])
		.where('session_id', '=', sessionId)
		.execute();
	const sanctions = await queries
		.selectFrom('sanctions')
		.select(['kind', 'value', 'mode'])
		.where('session_id', '=', sessionId)
		.execute();
	return {
		admitted: admitted.map((row) => ({
			participantId: row.participant_id,
			ticketHash: row.ticket_hash,
			named: row.named === 1,
		})),
		seats: await seatsOf(queries, sessionId),
		sanctions: sanctions.map(({ kind, value, mode }) => ({
			kind: kind as Sanction['kind'],
			value,
			mode: MODES.find((known) => known === mode) ?? null,
		})),
	};
}

/** The seats that were taken in a session, the latest last. */
async function seatsOf(queries: Queries, sessionId: string): Promise<TakenSeat[]> {
	const rows = await queries
		.selectFrom('stays')
		.innerJoin('participants', 'participants.id', 'stays.participant')
		.select(['participants.participant_id', 'stays.resume_hash', 'stays.token_hash'])
		.where('stays.session_id', '=', sessionId)
		.orderBy('stays.start_at')
		.orderBy('stays.id')
		.execute();
	return rows.flatMap(({ participant_id: participantId, resume_hash: resumeHash, token_hash: tokenHash }) =>
		resumeHash === null || tokenHash === null ? [] : { participantId, resumeHash, tokenHash },
	);
}

/** The session is over: all of it is forgotten. */
export async function deleteEntrance(queries: Queries, sessionId: string): Promise<void> {
	await queries.deleteFrom('admissions').where('session_id', '=', sessionId).execute();
	await queries.deleteFrom('sanctions').where('session_id', '=', sessionId).execute();
	await queries
		.updateTable('stays')
		.set({ resume_hash: null, token_hash: null })
		.where('session_id', '=', sessionId)
		.execute();
}
