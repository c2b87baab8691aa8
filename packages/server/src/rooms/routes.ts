import { ROOM_ENDPOINTS } from '@roomcast/contract';
import type { App } from '../http/App.ts';
import { type Handler, implement } from '../http/implement.ts';
import { pageInfo, requestedPage } from '../http/paging.ts';
import type { RoomService } from './service.ts';
import { deactivatedRoomView, roomView } from './view.ts';

/** `/v2/rooms`, in a scope that authenticates. */
export function registerRoomRoutes(app: App, rooms: RoomService, publicUrl: () => string): void {
	const validateRoom: Handler<typeof ROOM_ENDPOINTS.validateRoom> = async ({ caller, params }) =>
		roomView(await rooms.validate(caller, params.roomId), caller, publicUrl());

	implement(app, ROOM_ENDPOINTS, {
		createRoom: async ({ caller, body }) => roomView(await rooms.create(caller, body), caller, publicUrl()),
		listRooms: async ({ caller, query }) => {
			const paging = requestedPage(query);
			const { rooms: found, total } = await rooms.list(caller, paging);
			return { pageInfo: pageInfo(paging, total), data: found.map((room) => roomView(room, caller, publicUrl())) };
		},
		validateRoom,
		validateRoomByPost: validateRoom,
		getRoom: async ({ caller, params }) => roomView(await rooms.get(caller, params.roomId), caller, publicUrl()),
		deactivateRoom: async ({ caller, body }) =>
			deactivatedRoomView(await rooms.deactivate(caller, body.roomId), caller, publicUrl()),
	});
}
