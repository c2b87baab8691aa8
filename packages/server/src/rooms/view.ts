import type { DeactivatedRoom, Room } from '@roomcast/contract';
import type { Caller } from '../auth/Caller.ts';
import type { StoredRoom } from './StoredRoom.ts';

/** A room as the API shows it to its owner. */
export function roomView(room: StoredRoom, owner: Pick<Caller, 'userId' | 'keyName'>, publicUrl: string): Room {
	return {
		roomId: room.roomId,
		customRoomId: room.customRoomId,
		userId: owner.userId,
		disabled: room.disabled,
		createdAt: room.createdAt.toISOString(),
		updatedAt: room.updatedAt.toISOString(),
		user: { id: owner.userId, name: owner.keyName, email: '', discontinuedReason: null },
		id: room.id,
		links: {
			get_room: `${publicUrl}/v2/rooms/${room.roomId}`,
			get_session: `${publicUrl}/v2/sessions/?roomId=${room.roomId}`,
		},
		geoFence: room.geoFence,
		webhook: room.webhook,
		autoCloseConfig: room.autoCloseConfig,
		autoStartConfig: room.autoStartConfig,
		multiComposition: room.multiComposition,
		allowedParticipantIds: [...room.allowedParticipantIds],
	};
}

/** The same with the older names of its ids beside the newer ones. */
export function deactivatedRoomView(
	room: StoredRoom,
	owner: Pick<Caller, 'userId' | 'keyName'>,
	publicUrl: string,
): DeactivatedRoom {
	return { ...roomView(room, owner, publicUrl), meetingId: room.roomId, userMeetingId: room.customRoomId };
}
