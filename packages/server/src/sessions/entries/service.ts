import { type EntryRequest, RoomcastError } from '@roomcast/contract';
import type { SessionHost } from '../host/SessionHost.ts';
import type { EntryDecision } from '../host/WaitingRoom.ts';
import type { SessionAccess, SessionCaller } from '../SessionAccess.ts';

/** The sessions that run in this process. */
export interface WaitedForSessions {
	readonly hosts: readonly SessionHost[];
	/** By document id of the room. */
	find(room: string): SessionHost | undefined;
}

/** Who waits to be let in, for REST. A session that nobody is in yet is not stored: its room names it as well. */
export class EntryService {
	readonly #access: SessionAccess;
	readonly #running: WaitedForSessions;

	constructor(access: SessionAccess, running: WaitedForSessions) {
		this.#access = access;
		this.#running = running;
	}

	/**
	 * Those who wait, in the order of asking.
	 *
	 * @param reference id of the session, or `roomId` or `customRoomId`
	 * @throws RoomcastError SESSION_NOT_FOUND, UNAUTHORIZED_MEETING_ID
	 */
	async list(caller: SessionCaller, reference: string): Promise<EntryRequest[]> {
		const host = await this.#host(caller, reference);
		return (host?.entrance.waiting.requests ?? []).map(({ participantId, name, requestedAt }) => ({
			participantId,
			name,
			requestedAt: new Date(requestedAt).toISOString(),
		}));
	}

	/**
	 * Let somebody in, or not. The first decision counts.
	 *
	 * @throws RoomcastError RESPOND_ENTRY_FAILED, and as `list`
	 */
	async answer(
		caller: SessionCaller,
		reference: string,
		participantId: string,
		decision: EntryDecision,
	): Promise<void> {
		const host = await this.#host(caller, reference);
		if (host === undefined) throw new RoomcastError('RESPOND_ENTRY_FAILED', `${participantId} is not waiting`);
		await host.entrance.answer(participantId, decision);
	}

	async #host(caller: SessionCaller, reference: string): Promise<SessionHost | undefined> {
		const host = this.#running.hosts.find(({ sessionId }) => sessionId === reference);
		if (host?.room.keyId === caller.keyId) {
			await this.#access.needRoom(caller, host.room.roomId);
			return host;
		}
		const room = await this.#access.room(caller, reference);
		if (room === undefined || room.id === reference) {
			await this.#access.session(caller, reference);
			return undefined;
		}
		await this.#access.needRoom(caller, reference);
		return this.#running.find(room.id);
	}
}
