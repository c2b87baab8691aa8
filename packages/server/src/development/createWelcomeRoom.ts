import type { Key } from '../keys/Key.ts';
import type { RoomService } from '../rooms/service.ts';

/** The room that is there from the start in development mode. */
const WELCOME = 'welcome';

/** @returns its `roomId`; undefined when the server has a key of its own */
export async function createWelcomeRoom(
	rooms: Pick<RoomService, 'create'>,
	developmentKey: Pick<Key, 'id'> | undefined,
): Promise<string | undefined> {
	if (developmentKey === undefined) return undefined;
	const { roomId } = await rooms.create({ keyId: developmentKey.id }, { customRoomId: WELCOME });
	return roomId;
}
