import {
	type EndSessionBody,
	type LeaveReasonName,
	type ListSessionsQuery,
	type RemoveParticipantBody,
	RoomcastError,
} from '@roomcast/contract';
import type { Queries } from '../db/Database.ts';
import { epochMs } from '../time/clock.ts';
import type { SessionHost } from './host/SessionHost.ts';
import { findParticipant, pageOfParticipants, participantDetails, participantsOf } from './participantStore.ts';
import type { SessionAccess, SessionCaller } from './SessionAccess.ts';
import type { ParticipantDetails, StoredParticipant, StoredSession } from './StoredSession.ts';
import { findSession, latestSession, listSessions } from './store.ts';

/** The sessions that run in this process. */
export interface RunningSessions {
	/** By document id of the room. */
	find(room: string): SessionHost | undefined;
	/** Whether a session of a server that died may continue here. */
	awaits(sessionId: string): boolean;
	/** Resolves when everything that happened in the room so far is written down. */
	settled(room: string): Promise<void>;
	/** Resolves when the end is written down. */
	end(room: string, reason: LeaveReasonName): Promise<void>;
}

export interface SessionServiceOptions {
	readonly queries: Queries;
	readonly access: SessionAccess;
	readonly running: RunningSessions;
}

/** A session with everybody who was in it. */
export interface SessionWithParticipants {
	readonly session: StoredSession;
	readonly participants: readonly StoredParticipant[];
}

/** A participant with what it did. */
export interface DetailedStoredParticipant {
	readonly participant: StoredParticipant;
	readonly details: ParticipantDetails;
}

interface Paging {
	readonly page: number;
	readonly perPage: number;
}

/** The rules of sessions: what is remembered of them, and what may be done to those that run. */
export class SessionService {
	readonly #queries: Queries;
	readonly #access: SessionAccess;
	readonly #running: RunningSessions;

	constructor({ queries, access, running }: SessionServiceOptions) {
		this.#queries = queries;
		this.#access = access;
		this.#running = running;
	}

	/** What time it is in a session, in epoch ms: as long after its start as it has lasted. */
	timeIn({ id, room, startAt }: StoredSession): number {
		const host = this.#running.find(room);
		return host?.sessionId === id ? host.clock.now() : Math.max(epochMs(), startAt);
	}

	/** One page of sessions, the newest first, and how many there are in all. */
	async list(
		caller: SessionCaller,
		query: ListSessionsQuery & Paging,
	): Promise<{ sessions: SessionWithParticipants[]; total: number }> {
		const room = await this.#roomOf(caller, query);
		if (room === 'none' || (query.userId !== undefined && query.userId !== caller.userId))
			return { sessions: [], total: 0 };
		const { sessions, total } = await listSessions(this.#queries, {
			keyId: caller.keyId,
			room,
			status: query.status,
			startDate: query.startDate,
			endDate: query.endDate,
			...offsetOf(query),
		});
		const participants = await participantsOf(
			this.#queries,
			sessions.map(({ id }) => id),
		);
		const bySession = Map.groupBy(participants, ({ sessionId }) => sessionId);
		return { sessions: sessions.map((session) => ({ session, participants: bySession.get(session.id) ?? [] })), total };
	}

	/** @throws RoomcastError SESSION_NOT_FOUND, UNAUTHORIZED_MEETING_ID */
	async get(caller: SessionCaller, id: string): Promise<SessionWithParticipants> {
		return this.#withParticipants(await this.#access.session(caller, id));
	}

	/**
	 * One page of those who were in a session, or are in it now, in the order of their first join.
	 *
	 * @throws RoomcastError SESSION_NOT_FOUND, UNAUTHORIZED_MEETING_ID
	 */
	async participants(
		caller: SessionCaller,
		id: string,
		{ active, ...paging }: Paging & { active: boolean },
	): Promise<{ session: StoredSession; participants: DetailedStoredParticipant[]; total: number }> {
		const session = await this.#access.session(caller, id);
		const { participants, total } = await pageOfParticipants(this.#queries, id, { active, ...offsetOf(paging) });
		return { session, participants: await this.#detailed(participants), total };
	}

	/** @throws RoomcastError SESSION_NOT_FOUND, PARTICIPANT_NOT_FOUND, UNAUTHORIZED_MEETING_ID */
	async participant(caller: SessionCaller, id: string, participantId: string): Promise<DetailedStoredParticipant> {
		const session = await this.#access.session(caller, id);
		const participant = await findParticipant(this.#queries, session.id, participantId);
		const [detailed] = participant === undefined ? [] : await this.#detailed([participant]);
		if (detailed === undefined)
			throw new RoomcastError('PARTICIPANT_NOT_FOUND', `${participantId} was never in this session`);
		return detailed;
	}

	/**
	 * End the running session of a room for everybody.
	 *
	 * @returns the session as it is stored then
	 * @throws RoomcastError SESSION_NOT_FOUND, SESSION_ELSEWHERE, INVALID_MEETING_ID, UNAUTHORIZED_MEETING_ID,
	 *   VALIDATION_FAILED
	 */
	async end(caller: SessionCaller, body: EndSessionBody): Promise<SessionWithParticipants> {
		const session = await this.#session(caller, body);
		if (session.endAt !== null) {
			if (body.ignoreClosed === true) return this.#withParticipants(session);
			throw new RoomcastError('SESSION_NOT_FOUND', `session ${session.id} has ended`);
		}
		await this.#running.end(session.room, 'MEETING_END_API');
		const ended = await this.#stored(session);
		if (ended.session.endAt === null) throw elsewhere(session);
		return ended;
	}

	/**
	 * Throw somebody out of a running session.
	 *
	 * @returns the session as it is stored then
	 * @throws RoomcastError SESSION_NOT_FOUND, SESSION_ELSEWHERE, PARTICIPANT_NOT_FOUND, INVALID_MEETING_ID,
	 *   UNAUTHORIZED_MEETING_ID, VALIDATION_FAILED
	 */
	async remove(caller: SessionCaller, body: RemoveParticipantBody): Promise<SessionWithParticipants> {
		const session = await this.#session(caller, body);
		if (session.endAt !== null) throw new RoomcastError('SESSION_NOT_FOUND', `session ${session.id} has ended`);
		const host = this.#running.find(session.room);
		if (host === undefined && !this.#running.awaits(session.id)) throw elsewhere(session);
		const participant = host?.participant(body.participantId);
		if (host === undefined || participant === undefined)
			throw new RoomcastError('PARTICIPANT_NOT_FOUND', `${body.participantId} is not in session ${session.id}`);
		await host.expel(participant, 'REMOVE_PEER_API');
		await this.#running.settled(session.room);
		return this.#stored(session);
	}

	/** The session that a body means: by its id, else the latest of the room. */
	async #session(
		caller: SessionCaller,
		{ roomId, sessionId }: { roomId?: string | undefined; sessionId?: string | undefined },
	): Promise<StoredSession> {
		if (roomId === undefined && sessionId === undefined)
			throw new RoomcastError('VALIDATION_FAILED', 'body must have roomId or sessionId');
		const room = roomId === undefined ? undefined : await this.#access.needRoom(caller, roomId);
		// Somebody may be joining or leaving at this moment.
		if (room !== undefined) await this.#running.settled(room.id);
		const session =
			sessionId === undefined
				? room && (await latestSession(this.#queries, room.id))
				: await this.#asItIs(await this.#access.session(caller, sessionId));
		if (session === undefined || (room !== undefined && session.room !== room.id))
			throw new RoomcastError('SESSION_NOT_FOUND', `room ${roomId} has no such session`);
		return session;
	}

	/** Its end may be on its way to the database. */
	async #asItIs(session: StoredSession): Promise<StoredSession> {
		if (session.endAt !== null) return session;
		await this.#running.settled(session.room);
		return (await findSession(this.#queries, session.id)) ?? session;
	}

	/** Which room the filters of a list leave over: undefined when they leave all. */
	async #roomOf(caller: SessionCaller, query: ListSessionsQuery): Promise<string | undefined | 'none'> {
		const { roomId, customRoomId } = query;
		let only: string | undefined;
		for (const reference of [caller.roomId, roomId, customRoomId, query.query]) {
			if (reference === undefined) continue;
			const room = await this.#access.room(caller, reference);
			if (room === undefined || (only !== undefined && only !== room.id)) return 'none';
			if (reference === customRoomId && room.customRoomId !== customRoomId) return 'none';
			only = room.id;
		}
		return only;
	}

	async #stored({ id }: StoredSession): Promise<SessionWithParticipants> {
		const session = await findSession(this.#queries, id);
		if (session === undefined) throw new Error(`Session ${id} is gone`);
		return this.#withParticipants(session);
	}

	async #withParticipants(session: StoredSession): Promise<SessionWithParticipants> {
		return { session, participants: await participantsOf(this.#queries, [session.id]) };
	}

	async #detailed(participants: readonly StoredParticipant[]): Promise<DetailedStoredParticipant[]> {
		const details = await participantDetails(this.#queries, participants);
		return participants.map((participant) => ({
			participant,
			details: details.get(participant.id) ?? { streams: [], modes: [] },
		}));
	}
}

function offsetOf({ page, perPage }: Paging): { offset: number; limit: number } {
	return { offset: (page - 1) * perPage, limit: perPage };
}

/** It is open, and not here. */
function elsewhere({ id }: StoredSession): RoomcastError {
	return new RoomcastError('SESSION_ELSEWHERE', `session ${id} does not run on this server`);
}
