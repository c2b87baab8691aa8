import type { Insertable, Selectable } from 'kysely';
import type { Queries } from '../db/Database.ts';
import type { RoomsTable } from '../db/schema.ts';
import type { StoredRoom } from './StoredRoom.ts';

const parse = <T>(text: string | null): T | null => (text === null ? null : (JSON.parse(text) as T));
const stringify = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));

function toRoom(row: Selectable<RoomsTable>): StoredRoom {
	return {
		id: row.id,
		keyId: row.key_id,
		roomId: row.room_id,
		customRoomId: row.custom_room_id,
		disabled: row.disabled === 1,
		geoFence: row.geo_fence,
		webhook: parse(row.webhook),
		autoCloseConfig: parse(row.auto_close_config),
		autoStartConfig: parse(row.auto_start_config),
		multiComposition: parse(row.multi_composition),
		allowedParticipantIds: parse<string[]>(row.allowed_participant_ids) ?? [],
		createdAt: new Date(row.created_at),
		updatedAt: new Date(row.updated_at),
	};
}

function toRow(room: StoredRoom): Insertable<RoomsTable> {
	return {
		id: room.id,
		key_id: room.keyId,
		room_id: room.roomId,
		custom_room_id: room.customRoomId,
		disabled: room.disabled ? 1 : 0,
		geo_fence: room.geoFence,
		webhook: stringify(room.webhook),
		auto_close_config: stringify(room.autoCloseConfig),
		auto_start_config: stringify(room.autoStartConfig),
		multi_composition: stringify(room.multiComposition),
		allowed_participant_ids: room.allowedParticipantIds.length === 0 ? null : stringify(room.allowedParticipantIds),
		created_at: room.createdAt.getTime(),
		updated_at: room.updatedAt.getTime(),
	};
}

/** @returns false when its `roomId` is taken, or its `customRoomId` within the key */
export async function insertRoom(queries: Queries, room: StoredRoom): Promise<boolean> {
	const result = await queries
		.insertInto('rooms')
		.values(toRow(room))
		.onConflict((conflict) => conflict.doNothing())
		.executeTakeFirst();
	return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** The room of a key that goes by this name: its `roomId` first, then its `customRoomId`, then its `id`. */
export async function findRoom(queries: Queries, keyId: string, reference: string): Promise<StoredRoom | undefined> {
	const rows = await queries
		.selectFrom('rooms')
		.selectAll()
		.where('key_id', '=', keyId)
		.where((where) =>
			where.or([
				where('room_id', '=', reference),
				where('custom_room_id', '=', reference),
				where('id', '=', reference),
			]),
		)
		.execute();
	const row =
		rows.find(({ room_id }) => room_id === reference) ??
		rows.find(({ custom_room_id }) => custom_room_id === reference) ??
		rows[0];
	return row && toRoom(row);
}

/** The document id of the room with that `roomId`, whoever has it. */
export async function findRoomId(queries: Queries, roomId: string): Promise<string | undefined> {
	return (await queries.selectFrom('rooms').select('id').where('room_id', '=', roomId).executeTakeFirst())?.id;
}

export async function findRoomByCustomId(
	queries: Queries,
	keyId: string,
	customRoomId: string,
): Promise<StoredRoom | undefined> {
	const row = await queries
		.selectFrom('rooms')
		.selectAll()
		.where('key_id', '=', keyId)
		.where('custom_room_id', '=', customRoomId)
		.executeTakeFirst();
	return row && toRoom(row);
}

/** Which rooms of a key, and which part of them. */
export interface RoomListing {
	readonly keyId: string;
	/** Only the room with this `roomId` or `customRoomId`. */
	readonly query?: string | undefined;
	/** Only the room with this `id`. */
	readonly id?: string | undefined;
	readonly offset: number;
	readonly limit: number;
}

/** One page of rooms, the newest first, and how many there are in all. */
export async function listRooms(
	queries: Queries,
	{ keyId, query, id, offset, limit }: RoomListing,
): Promise<{ rooms: StoredRoom[]; total: number }> {
	let selection = queries.selectFrom('rooms').where('key_id', '=', keyId);
	if (id !== undefined) selection = selection.where('id', '=', id);
	if (query !== undefined)
		selection = selection.where((where) =>
			where.or([where('room_id', '=', query), where('custom_room_id', '=', query)]),
		);
	const { total } = await selection
		.select((select) => select.fn.countAll<number>().as('total'))
		.executeTakeFirstOrThrow();
	const rows = await selection
		.selectAll()
		.orderBy('created_at', 'desc')
		.orderBy('id', 'desc')
		.limit(limit)
		.offset(offset)
		.execute();
	return { rooms: rows.map(toRoom), total };
}

/**
 * Disable a room permanently.
 *
 * @returns the room; undefined when there is none of that `roomId` in force
 */
export async function disableRoom(
	queries: Queries,
	keyId: string,
	roomId: string,
	at: Date,
): Promise<StoredRoom | undefined> {
	const row = await queries
		.updateTable('rooms')
		.set({ disabled: 1, updated_at: at.getTime() })
		.where('key_id', '=', keyId)
		.where('room_id', '=', roomId)
		.where('disabled', '=', 0)
		.returningAll()
		.executeTakeFirst();
	return row && toRoom(row);
}

/** The webhook of a room, by its document id; null when it has none. */
export async function findWebhook(queries: Queries, id: string): Promise<StoredRoom['webhook']> {
	const row = await queries.selectFrom('rooms').select('webhook').where('id', '=', id).executeTakeFirst();
	return row?.webhook ? (JSON.parse(row.webhook) as StoredRoom['webhook']) : null;
}
