import { MODES } from '@roomcast/contract';
import type { Queries } from '../db/Database.ts';
import type { EntranceRecord } from './host/Entrance.ts';
import type { Sanction } from './host/Sanctions.ts';
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
	for (const { participantId, ticketHash } of admitted)
		await queries
			.insertInto('admissions')
			.columns(['session_id', 'participant_id', 'ticket_hash'])
			.expression((from) =>
				from
					.selectFrom('sessions')
					.select((select) => [
						'id',
						select.cast<string>(select.val(participantId), 'text').as('participant_id'),
						select.cast<string | null>(select.val(ticketHash), 'text').as('ticket_hash'),
					])
					.where('id', '=', sessionId)
					.where('end_at', 'is', null),
			)
			.onConflict((conflict) =>
				conflict.columns(['session_id', 'participant_id']).doUpdateSet({ ticket_hash: ticketHash }),
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

/** Write down what is held against whom, in the place of what was; `SEND_AND_RECV` is nothing. */
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

/** Who was let into a session, and what is held against whom, in no order. */
export async function entranceOf(queries: Queries, sessionId: string): Promise<EntranceRecord> {
	const admitted = await queries
		.selectFrom('admissions')
		.select(['participant_id', 'ticket_hash'])
		.where('session_id', '=', sessionId)
		.execute();
	const sanctions = await queries
		.selectFrom('sanctions')
		.select(['kind', 'value', 'mode'])
		.where('session_id', '=', sessionId)
		.execute();
	return {
		admitted: admitted.map((row) => ({ participantId: row.participant_id, ticketHash: row.ticket_hash })),
		sanctions: sanctions.map(({ kind, value, mode }) => ({
			kind: kind as Sanction['kind'],
			value,
			mode: MODES.find((known) => known === mode) ?? null,
		})),
	};
}

/** The session is over: all of it is forgotten. */
export async function deleteEntrance(queries: Queries, sessionId: string): Promise<void> {
	await queries.deleteFrom('admissions').where('session_id', '=', sessionId).execute();
	await queries.deleteFrom('sanctions').where('session_id', '=', sessionId).execute();
}
