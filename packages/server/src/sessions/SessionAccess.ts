import { RoomcastError } from '@roomcast/contract';
import type { Caller } from '../auth/Caller.ts';
import type { Queries } from '../db/Database.ts';
import { confine } from '../policy/authorize.ts';
import type { StoredSession } from './StoredSession.ts';
import { findSession } from './store.ts';

/** What of a caller counts for sessions. */
export type SessionCaller = Pick<Caller, 'keyId' | 'userId' | 'permissions' | 'roomId'>;

/** What of a room counts for them. */
export interface SessionsRoom {
	/** Document id. */
	readonly id: string;
	readonly roomId: string;
	readonly customRoomId: string | null;
}

/** The room of that key with that `roomId`, `customRoomId` or `id`. */
export type FindRoom = (keyId: string, reference: string) => Promise<SessionsRoom | undefined>;

/** Whose sessions are whose: every look at one goes through here. */
export class SessionAccess {
	readonly #queries: Queries;
	readonly #findRoom: FindRoom;

	constructor(queries: Queries, findRoom: FindRoom) {
		this.#queries = queries;
		this.#findRoom = findRoom;
	}

	/**
	 * A session of the caller.
	 *
	 * @throws RoomcastError SESSION_NOT_FOUND, UNAUTHORIZED_MEETING_ID
	 */
	async session(caller: SessionCaller, id: string): Promise<StoredSession> {
		const session = await findSession(this.#queries, id);
		if (session?.keyId !== caller.keyId) throw new RoomcastError('SESSION_NOT_FOUND', `there is no session ${id}`);
		confine(caller, session);
		return session;
	}

	/** A room of the caller by any of its ids; undefined when there is none. */
	room(caller: SessionCaller, reference: string): Promise<SessionsRoom | undefined> {
		return this.#findRoom(caller.keyId, reference);
	}

	/**
	 * A room of the caller that must be there.
	 *
	 * @throws RoomcastError INVALID_MEETING_ID, UNAUTHORIZED_MEETING_ID
	 */
	async needRoom(caller: SessionCaller, reference: string): Promise<SessionsRoom> {
		const room = await this.room(caller, reference);
		if (room === undefined) throw new RoomcastError('INVALID_MEETING_ID', `there is no room ${reference}`);
		confine(caller, room);
		return room;
	}
}
