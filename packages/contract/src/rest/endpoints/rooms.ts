import { Type } from 'typebox';
import { declareEndpoints } from '../Endpoint.ts';
import { RoomCaptures } from '../recordings.ts';
import {
	CreateRoomBody,
	DeactivatedRoom,
	DeactivateRoomBody,
	ListRoomsQuery,
	MAX_ROOM_BODY,
	Room,
	RoomPage,
	RoomParams,
} from '../rooms.ts';

const validateRoom = {
	method: 'GET',
	path: '/v2/rooms/validate/:roomId',
	action: 'room.get',
	title: 'Validate a room',
	text: 'Returns the room with that `roomId` or `customRoomId`, or 400 if there is none. Also finds deactivated rooms; check `disabled`.',
	// Any text: what is wrong with it is answered as the API does, not as a validation error.
	params: Type.Object({ roomId: Type.String({ description: '`roomId` or `customRoomId`' }) }),
	answer: Room,
	errors: ['ROOM_NOT_VALID', 'ROOM_ID_NOT_VALID', 'UNAUTHORIZED_MEETING_ID'],
} as const;

/** `/v2/rooms` (VideoSDK v2, rooms). */
export const ROOM_ENDPOINTS = declareEndpoints('Rooms', {
	createRoom: {
		method: 'POST',
		path: '/v2/rooms',
		action: 'room.create',
		title: 'Create a room',
		text: 'The body is optional. If the `customRoomId` is in use, returns the existing room unchanged: two requests create one room, even at the same time.',
		body: CreateRoomBody,
		bodyOptional: true,
		bodyLimit: MAX_ROOM_BODY,
		answer: Room,
		errors: ['UNAUTHORIZED_MEETING_ID'],
	},
	listRooms: {
		method: 'GET',
		path: '/v2/rooms',
		action: 'room.list',
		title: 'List rooms',
		text: 'Newest first.',
		query: ListRoomsQuery,
		answer: RoomPage,
	},
	validateRoom,
	validateRoomByPost: { ...validateRoom, method: 'POST', title: 'Validate a room (alias)' },
	getRoom: {
		method: 'GET',
		path: '/v2/rooms/:roomId',
		action: 'room.get',
		title: 'Fetch a room',
		text: 'By its `id`, `roomId` or `customRoomId`.',
		params: RoomParams,
		answer: Room,
		errors: ['INVALID_MEETING_ID', 'UNAUTHORIZED_MEETING_ID'],
	},
	deactivateRoom: {
		method: 'POST',
		path: '/v2/rooms/deactivate',
		action: 'room.deactivate',
		atHome: true,
		title: 'Deactivate a room',
		text: 'Ends the session and disables the room permanently. Accepts only the `roomId`; the answer to an `id` or a `customRoomId` is 402.',
		body: DeactivateRoomBody,
		answer: DeactivatedRoom,
		errors: ['ROOM_NOT_RESOLVED', 'UNAUTHORIZED_MEETING_ID'],
	},
});

/** What is running in a room: a Roomcast addition. */
export const ROOM_CAPTURE_ENDPOINTS = declareEndpoints('Rooms', {
	getRoomCaptures: {
		method: 'GET',
		path: '/v2/rooms/:roomId/captures',
		action: 'room.captures',
		atHome: true,
		title: 'List the running recordings and streams of a room',
		text: 'For join screens, which should announce recordings before people join. Works with any token of the room, also with `ask_join`. A Roomcast addition.',
		params: RoomParams,
		answer: RoomCaptures,
		errors: ['INVALID_MEETING_ID', 'UNAUTHORIZED_MEETING_ID'],
	},
});
