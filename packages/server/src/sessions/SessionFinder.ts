import { Elsewhere, type Homes } from '../cluster/homes/Homes.ts';
import type { Queries } from '../db/Database.ts';
import type { FindRoom, SessionCaller } from './SessionAccess.ts';
import { findSession } from './store.ts';

/** What a caller names a session by; one is enough. */
export interface SessionSubject {
	readonly roomId?: string | undefined;
	/** Of a session; else of a room, or of a publication over WHIP in one. */
	readonly sessionId?: string | undefined;
	/** Finds the document id of the room otherwise. */
	readonly room?: (() => Promise<string | undefined>) | undefined;
}

export interface SessionFinderOptions {
	readonly homes: Homes;
	readonly queries: Queries;
	readonly findRoom: FindRoom;
}

/** Finds the node of the session that a request is about. Whether its caller may know is not asked here. */
export class SessionFinder {
	readonly #options: SessionFinderOptions;

	constructor(options: SessionFinderOptions) {
		this.#options = options;
	}

	/** Resolves when the session is here, or when there is none. @throws Elsewhere when another node has it */
	async find(caller: Pick<SessionCaller, 'keyId' | 'roomId'>, subject: SessionSubject): Promise<void> {
		const room = await this.#roomOf(caller, subject);
		const nodeId = room && (await this.#options.homes.elsewhere(room));
		if (nodeId !== undefined) throw new Elsewhere(nodeId);
	}

	/** The document id of the room. */
	async #roomOf(
		{ keyId, roomId: only }: Pick<SessionCaller, 'keyId' | 'roomId'>,
		{ roomId, sessionId, room }: SessionSubject,
	): Promise<string | undefined> {
		const { queries, findRoom } = this.#options;
		const session = sessionId === undefined ? undefined : await findSession(queries, sessionId);
		if (session !== undefined) return session.keyId === keyId ? session.room : undefined;
		const reference = roomId ?? sessionId?.replace(/\..*$/, '') ?? (room === undefined ? only : undefined);
		if (reference !== undefined) return (await findRoom(keyId, reference))?.id;
		return room?.();
	}
}
