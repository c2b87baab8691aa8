import { type CreateRoomBody, CustomRoomId, type ListRoomsQuery, RoomcastError } from '@roomcast/contract';
import { Check } from 'typebox/value';
import type { Caller } from '../auth/Caller.ts';
import type { Database, Queries } from '../db/Database.ts';
import { newDocumentId } from '../db/ids.ts';
import { confine } from '../policy/authorize.ts';
import { epochMs } from '../time/clock.ts';
import { newRoomId } from './roomId.ts';
import type { StoredRoom } from './StoredRoom.ts';
import { disableRoom, findRoom, findRoomByCustomId, findRoomId, findWebhook, insertRoom, listRooms } from './store.ts';

/** Minutes after which a session ends when `autoCloseConfig` does not say (VideoSDK v2, create room). */
const DEFAULT_AUTO_CLOSE = 480;
const ATTEMPTS = 5;

/** What of a caller counts for rooms. */
type RoomCaller = Pick<Caller, 'keyId'> & Partial<Pick<Caller, 'roomId'>>;
type DeactivationListener = (room: StoredRoom) => void;

/** The rules of rooms. Every call sees the rooms of one key only; a token with a `roomId` only that room. */
export class RoomService {
	readonly #database: Database;
	readonly #deactivationListeners = new Set<DeactivationListener>();

	constructor(database: Database) {
		this.#database = database;
	}

	/**
	 * Make a room, or return the one that has the `customRoomId` already, unchanged.
	 *
	 * @throws RoomcastError UNAUTHORIZED_MEETING_ID when the token is for a room, and this is not it; VALIDATION_FAILED when
	 *   another room of the key goes by that name: nobody could reach this one by it
	 */
	async create(caller: RoomCaller, body: CreateRoomBody): Promise<StoredRoom> {
		const { customRoomId } = body;
		if (caller.roomId !== undefined) {
			// A token for one room makes no other, but may ask for its own again.
			const own = customRoomId && (await findRoomByCustomId(this.#database.queries, caller.keyId, customRoomId));
			confine(caller, own || 'new');
			if (own) return own;
		}
		const named = customRoomId && (await this.find(caller.keyId, customRoomId));
		if (named && named.customRoomId !== customRoomId)
			throw new RoomcastError(
				'VALIDATION_FAILED',
				`body.customRoomId is ${customRoomId}, which is the ${named.roomId === customRoomId ? 'roomId' : 'id'} of another room`,
			);
		for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
			const room = newRoom(caller.keyId, body);
			if (await insertRoom(this.#database.queries, room)) return room;
			const existing = customRoomId && (await findRoomByCustomId(this.#database.queries, caller.keyId, customRoomId));
			if (existing) return existing;
		}
		throw new Error(`No free roomId in ${ATTEMPTS} attempts`);
	}

	/**
	 * A room by `roomId` or `customRoomId`.
	 *
	 * @throws RoomcastError ROOM_ID_NOT_VALID, ROOM_NOT_VALID, UNAUTHORIZED_MEETING_ID
	 */
	async validate(caller: RoomCaller, reference: string): Promise<StoredRoom> {
		if (!Check(CustomRoomId, reference)) throw new RoomcastError('ROOM_ID_NOT_VALID');
		const room = await this.find(caller.keyId, reference);
		if (room === undefined || room.id === reference) throw new RoomcastError('ROOM_NOT_VALID');
		confine(caller, room);
		return room;
	}

	/**
	 * A room by `id`, `roomId` or `customRoomId`.
	 *
	 * @throws RoomcastError INVALID_MEETING_ID, UNAUTHORIZED_MEETING_ID
	 */
	async get(caller: RoomCaller, reference: string): Promise<StoredRoom> {
		const room = await this.find(caller.keyId, reference);
		if (room === undefined) throw new RoomcastError('INVALID_MEETING_ID', `there is no room ${reference}`);
		confine(caller, room);
		return room;
	}

	/** One page of rooms, the newest first, and how many there are in all. */
	async list(
		caller: RoomCaller,
		{ query, page, perPage }: ListRoomsQuery & { page: number; perPage: number },
	): Promise<{ rooms: StoredRoom[]; total: number }> {
		const only = caller.roomId === undefined ? undefined : await this.find(caller.keyId, caller.roomId);
		if (caller.roomId !== undefined && only === undefined) return { rooms: [], total: 0 };
		return listRooms(this.#database.queries, {
			keyId: caller.keyId,
			id: only?.id,
			query,
			offset: (page - 1) * perPage,
			limit: perPage,
		});
	}

	/**
	 * Disable a room permanently. Doing it again changes nothing.
	 *
	 * @param roomId a `roomId`; no other id is taken
	 * @throws RoomcastError ROOM_NOT_RESOLVED, UNAUTHORIZED_MEETING_ID
	 */
	async deactivate(caller: RoomCaller, roomId: string): Promise<StoredRoom> {
		const room = await this.find(caller.keyId, roomId);
		if (room?.roomId !== roomId) throw new RoomcastError('ROOM_NOT_RESOLVED', `there is no room with roomId ${roomId}`);
		confine(caller, room);
		return (await this.disable(caller.keyId, roomId)) ?? this.get(caller, roomId);
	}

	/**
	 * Disable a room permanently, without asking who wants it.
	 *
	 * @returns undefined when it was disabled before
	 */
	async disable(keyId: string, roomId: string): Promise<StoredRoom | undefined> {
		const disabled = await disableRoom(this.#database.queries, keyId, roomId, new Date(epochMs()));
		if (disabled !== undefined) for (const listener of this.#deactivationListeners) listener(disabled);
		return disabled;
	}

	/** The room of a key with that `roomId`, `customRoomId` or `id`. */
	find(keyId: string, reference: string): Promise<StoredRoom | undefined> {
		return findRoom(this.#database.queries, keyId, reference);
	}

	/** The document id of the room with that `roomId`, whoever has it. */
	idOf(roomId: string): Promise<string | undefined> {
		return findRoomId(this.#database.queries, roomId);
	}

	/** The webhook of a room, by its document id; null when it has none. @param queries of an open transaction */
	webhook(id: string, queries: Queries = this.#database.queries): Promise<StoredRoom['webhook']> {
		return findWebhook(queries, id);
	}

	/** Hear of every room that this process disables, after it is stored. */
	onDeactivated(listener: DeactivationListener): void {
		this.#deactivationListeners.add(listener);
	}
}

function newRoom(keyId: string, body: CreateRoomBody): StoredRoom {
	const now = new Date(epochMs());
	return {
		id: newDocumentId(now.getTime()),
		keyId,
		roomId: newRoomId(),
		customRoomId: body.customRoomId ?? null,
		disabled: false,
		geoFence: body.geoFence ?? null,
		webhook: body.webhook ?? null,
		autoCloseConfig: body.autoCloseConfig ? { duration: DEFAULT_AUTO_CLOSE, ...body.autoCloseConfig } : null,
		autoStartConfig: body.autoStartConfig ?? null,
		multiComposition: body.multiComposition ?? null,
		allowedParticipantIds: body.allowedParticipantIds ?? [],
		createdAt: now,
		updatedAt: now,
	};
}
