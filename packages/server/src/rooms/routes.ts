import {
	CreateRoomBody,
	DeactivatedRoom,
	DeactivateRoomBody,
	ListRoomsQuery,
	MAX_ROOM_BODY,
	Room,
	RoomPage,
	RoomParams,
} from '@roomcast/contract';
import { Type } from 'typebox';
import { callerOf } from '../auth/authenticateRequests.ts';
import type { App } from '../http/App.ts';
import { type OperationText, operation } from '../http/operation.ts';
import { pageInfo, requestedPage } from '../http/paging.ts';
import type { RoomService } from './service.ts';
import { deactivatedRoomView, roomView } from './view.ts';

/** Any text: what is wrong with it is answered as the API does, not as a validation error. */
const AnyRoomParams = Type.Object({ roomId: Type.String({ description: '`roomId` or `customRoomId`' }) });

const tags = ['Rooms'] as const satisfies OperationText['tags'];

/** `/v2/rooms` (VideoSDK v2, rooms), in a scope that authenticates. */
export function registerRoomRoutes(app: App, rooms: RoomService, publicUrl: () => string): void {
	app.post(
		'/v2/rooms',
		{
			schema: operation(
				{
					tags,
					action: 'room.create',
					operationId: 'createRoom',
					bodyLimit: MAX_ROOM_BODY,
					summary: 'Create a room',
					description:
						'The body is optional. If the `customRoomId` is in use, returns the existing room unchanged: two requests create one room, even at the same time.',
					errors: ['UNAUTHORIZED_MEETING_ID'],
					bodyOptional: true,
				},
				{ body: CreateRoomBody, answer: Room },
			),
		},
		async (request) => {
			const caller = callerOf(request);
			return roomView(await rooms.create(caller, request.body), caller, publicUrl());
		},
	);

	app.get(
		'/v2/rooms',
		{
			schema: operation(
				{
					tags,
					action: 'room.list',
					operationId: 'listRooms',
					summary: 'List rooms',
					description: 'Newest first.',
					errors: [],
				},
				{ querystring: ListRoomsQuery, answer: RoomPage },
			),
		},
		async (request) => {
			const caller = callerOf(request);
			const query = requestedPage(request.query);
			const { rooms: found, total } = await rooms.list(caller, query);
			return { pageInfo: pageInfo(query, total), data: found.map((room) => roomView(room, caller, publicUrl())) };
		},
	);

	for (const method of ['GET', 'POST'] as const)
		app.route({
			method,
			url: '/v2/rooms/validate/:roomId',
			schema: operation(
				{
					tags,
					action: 'room.get',
					operationId: method === 'GET' ? 'validateRoom' : 'validateRoomByPost',
					summary: method === 'GET' ? 'Validate a room' : 'Validate a room (alias)',
					description:
						'Returns the room with that `roomId` or `customRoomId`, or 400 if there is none. Also finds deactivated rooms; check `disabled`.',
					errors: ['ROOM_NOT_VALID', 'ROOM_ID_NOT_VALID', 'UNAUTHORIZED_MEETING_ID'],
				},
				{ params: AnyRoomParams, answer: Room },
			),
			handler: async (request) => {
				const caller = callerOf(request);
				return roomView(await rooms.validate(caller, request.params.roomId), caller, publicUrl());
			},
		});

	app.get(
		'/v2/rooms/:roomId',
		{
			schema: operation(
				{
					tags,
					action: 'room.get',
					operationId: 'getRoom',
					summary: 'Fetch a room',
					description: 'By its `id`, `roomId` or `customRoomId`.',
					errors: ['INVALID_MEETING_ID', 'UNAUTHORIZED_MEETING_ID'],
				},
				{ params: RoomParams, answer: Room },
			),
		},
		async (request) => {
			const caller = callerOf(request);
			return roomView(await rooms.get(caller, request.params.roomId), caller, publicUrl());
		},
	);

	app.post(
		'/v2/rooms/deactivate',
		{
			schema: operation(
				{
					tags,
					action: 'room.deactivate',
					operationId: 'deactivateRoom',
					summary: 'Deactivate a room',
					description:
						'Ends the session and disables the room permanently. Accepts only the `roomId`; the answer to an `id` or a `customRoomId` is 402.',
					errors: ['ROOM_NOT_RESOLVED', 'UNAUTHORIZED_MEETING_ID'],
				},
				{ body: DeactivateRoomBody, answer: DeactivatedRoom },
			),
		},
		async (request) => {
			const caller = callerOf(request);
			return deactivatedRoomView(await rooms.deactivate(caller, request.body.roomId), caller, publicUrl());
		},
	);
}
