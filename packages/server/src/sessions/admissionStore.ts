import type { Queries } from '../db/Database.ts';

/** Write down who was let into a session that is written down itself. Those that are there already are passed over. */
export async function insertAdmissions(
	queries: Queries,
	sessionId: string,
	participantIds: readonly string[],
): Promise<void> {
	for (const participantId of participantIds)
		await queries
			.insertInto('admissions')
			.columns(['session_id', 'participant_id'])
			.expression((from) =>
				from
					.selectFrom('sessions')
					.select((select) => ['id', select.cast<string>(select.val(participantId), 'text').as('participant_id')])
					.where('id', '=', sessionId)
					.where('end_at', 'is', null),
			)
			.onConflict((conflict) => conflict.doNothing())
			.execute();
}

/** Who was let into a session, in no order. */
export async function admissionsTo(queries: Queries, sessionId: string): Promise<string[]> {
	const rows = await queries
		.selectFrom('admissions')
		.select('participant_id')
		.where('session_id', '=', sessionId)
		.execute();
	return rows.map((row) => row.participant_id);
}

/** Forget who was let in: one of them, or all. */
export async function deleteAdmissions(queries: Queries, sessionId: string, participantId?: string): Promise<void> {
	let deletion = queries.deleteFrom('admissions').where('session_id', '=', sessionId);
	if (participantId !== undefined) deletion = deletion.where('participant_id', '=', participantId);
	await deletion.execute();
}
