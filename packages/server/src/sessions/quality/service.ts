import { type ParticipantStats, RoomcastError, type SessionStats } from '@roomcast/contract';
import type { Queries } from '../../db/Database.ts';
import { findParticipant } from '../participantStore.ts';
import type { SessionAccess, SessionCaller } from '../SessionAccess.ts';
import { participantHeader } from '../view.ts';
import { samplesOfParticipant, samplesOfSession } from './store.ts';
import { resolutionView, sampleView } from './view.ts';

/** How good sessions were. */
export class QualityService {
	readonly #queries: Queries;
	readonly #access: SessionAccess;

	constructor(queries: Queries, access: SessionAccess) {
		this.#queries = queries;
		this.#access = access;
	}

	/** @throws RoomcastError SESSION_NOT_FOUND, UNAUTHORIZED_MEETING_ID */
	async ofSession(caller: SessionCaller, sessionId: string): Promise<SessionStats> {
		const session = await this.#access.session(caller, sessionId);
		const samples = await samplesOfSession(this.#queries, session.id);
		return { sessionId: session.id, meetingId: session.roomId, stats: samples.map(sampleView) };
	}

	/** @throws RoomcastError SESSION_NOT_FOUND, PARTICIPANT_NOT_FOUND, UNAUTHORIZED_MEETING_ID */
	async ofParticipant(caller: SessionCaller, sessionId: string, participantId: string): Promise<ParticipantStats> {
		const session = await this.#access.session(caller, sessionId);
		const participant = await findParticipant(this.#queries, session.id, participantId);
		if (participant === undefined)
			throw new RoomcastError('PARTICIPANT_NOT_FOUND', `${participantId} was never in this session`);
		const samples = await samplesOfParticipant(this.#queries, participant.id);
		return {
			sessionId: session.id,
			meetingId: session.roomId,
			...participantHeader(participant),
			stats: samples.map(sampleView),
			resolutionUsage: samples.map(({ at, resolutions }) => resolutionView(at, resolutions)),
		};
	}
}
