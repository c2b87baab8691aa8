import type { Insertable } from 'kysely';
import type { Queries } from '../../db/Database.ts';
import type { QualitySamplesTable } from '../../db/sessionTables.ts';

/** Rows in one statement: SQLite takes 32,766 parameters, PostgreSQL 65,535, and a row has 18. */
const ROWS = 500;

/** One measurement as it is kept. */
export type StoredSample = Insertable<QualitySamplesTable>;

/** Write the measurements of an interval. Those of one participant and moment are written once. */
export async function insertSamples(queries: Queries, samples: readonly StoredSample[]): Promise<void> {
	for (let first = 0; first < samples.length; first += ROWS)
		await queries
			.insertInto('quality_samples')
			.values(samples.slice(first, first + ROWS))
			.onConflict((conflict) => conflict.doNothing())
			.execute();
}

/** Document ids of the participants of stays that are written. */
export async function participantsOfStays(queries: Queries, stayIds: readonly string[]): Promise<Map<string, string>> {
	const found = new Map<string, string>();
	for (let first = 0; first < stayIds.length; first += ROWS) {
		const rows = await queries
			.selectFrom('stays')
			.select(['id', 'participant'])
			.where('id', 'in', stayIds.slice(first, first + ROWS))
			.execute();
		for (const { id, participant } of rows) found.set(id, participant);
	}
	return found;
}

/** The measurements of one participant, in order. */
export function samplesOfParticipant(queries: Queries, participant: string) {
	return queries
		.selectFrom('quality_samples')
		.selectAll()
		.where('participant', '=', participant)
		.orderBy('at')
		.execute();
}

/**
 * The measurements of a session, in order, one for each interval: losses are added up, the rest is the mean over those
 * participants who had any.
 */
export function samplesOfSession(queries: Queries, sessionId: string) {
	return queries
		.selectFrom('quality_samples')
		.select((select) => [
			'at',
			select.fn.sum<number>('recv_audio_lost').as('recv_audio_lost'),
			select.fn.sum<number>('recv_video_lost').as('recv_video_lost'),
			select.fn.sum<number>('send_audio_lost').as('send_audio_lost'),
			select.fn.sum<number>('send_video_lost').as('send_video_lost'),
			select.fn.avg<number | null>('audio_rtt').as('audio_rtt'),
			select.fn.avg<number | null>('video_rtt').as('video_rtt'),
			select.fn.avg<number | null>('audio_jitter').as('audio_jitter'),
			select.fn.avg<number | null>('video_jitter').as('video_jitter'),
			select.fn.avg<number | null>('send_audio_bitrate').as('send_audio_bitrate'),
			select.fn.avg<number | null>('send_video_bitrate').as('send_video_bitrate'),
			select.fn.avg<number | null>('recv_audio_bitrate').as('recv_audio_bitrate'),
			select.fn.avg<number | null>('recv_video_bitrate').as('recv_video_bitrate'),
			select.fn.avg<number | null>('audio_score').as('audio_score'),
			select.fn.avg<number | null>('video_score').as('video_score'),
		])
		.where('session_id', '=', sessionId)
		.groupBy('at')
		.orderBy('at')
		.execute();
}

/**
 * Delete measurements from before a moment.
 *
 * @param before epoch ms
 * @param limit how many at most
 * @returns how many
 */
export async function deleteSamples(queries: Queries, before: number, limit: number): Promise<number> {
	const result = await queries
		.deleteFrom('quality_samples')
		.where(({ eb, refTuple, selectFrom }) =>
			eb(
				refTuple('participant', 'at'),
				'in',
				selectFrom('quality_samples as old')
					.select(['old.participant', 'old.at'])
					.where('old.at', '<', before)
					.limit(limit)
					.$asTuple('participant', 'at'),
			),
		)
		.executeTakeFirst();
	return Number(result.numDeletedRows);
}

/** One measurement as it is read, of a participant or of a whole session. */
export type ReadSample = Awaited<ReturnType<typeof samplesOfSession>>[number];
