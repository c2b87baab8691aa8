import { type Static, Type } from 'typebox';
import { CustomRoomId, DocumentId, ParticipantId, RoomId, RoomReference, Timestamp } from '../ids.ts';
import { TemplateUrl, targetUrl } from '../targets.ts';
import { Links, PageQuery, page, User } from './common.ts';
import { CompositionConfig, TranscriptionConfig } from './compositions.ts';

/** Regions that a caller may pin a room to. Stored; a single-region server does not act on it. */
export const GEO_FENCES = [
	'us001',
	'us002',
	'uk001',
	'eu001',
	'uae001',
	'in001',
	'in002',
	'in003',
	'sg001',
	'sg002',
	'aus001',
	'dev1',
] as const;

export const RoomWebhook = Type.Object({
	endPoint: targetUrl('webhook', 512, 'http or https URL without credentials, at most 512 characters'),
	events: Type.Array(Type.String({ minLength: 1, maxLength: 64, pattern: '^[a-z-]*\\*?$' }), {
		maxItems: 64,
		description: 'Event names, prefixes such as `recording-*`, or `*`',
	}),
});

export const AutoCloseConfig = Type.Object({
	type: Type.Enum(['session-ends', 'session-end-and-deactivate'], {
		description: '`session-end-and-deactivate` also disables the room: only one session can ever run',
	}),
	duration: Type.Optional(
		Type.Number({ minimum: 1, maximum: 525_600, default: 480, description: 'Minutes from the start of the session' }),
	),
});

const AutoStart = Type.Object({
	templateUrl: Type.Optional(TemplateUrl),
	transcription: Type.Optional(TranscriptionConfig),
	config: Type.Optional(CompositionConfig),
	awsDirPath: Type.Optional(Type.String({ maxLength: 512 })),
});

export const AutoStartConfig = Type.Object({
	recording: Type.Optional(AutoStart),
	hls: Type.Optional(AutoStart),
	composite: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
});

export const MultiComposition = Type.Object({
	recording: Type.Optional(Type.Boolean()),
	hls: Type.Optional(Type.Boolean()),
	rtmp: Type.Optional(Type.Boolean()),
});

/** Most participants that a room names. */
const MAX_ALLOWED_PARTICIPANTS = 10_000;

/** Largest body that makes a room, in bytes: the most participants, each with an id of 64 characters, and the rest. */
export const MAX_ROOM_BODY = MAX_ALLOWED_PARTICIPANTS * '"",'.length + MAX_ALLOWED_PARTICIPANTS * 64 + 64 * 1024;

/** Body of `POST /v2/rooms`. It may be absent. */
export const CreateRoomBody = Type.Object({
	customRoomId: Type.Optional(CustomRoomId),
	region: Type.Optional(Type.String({ maxLength: 32, description: 'Old name of `geoFence`; ignored' })),
	geoFence: Type.Optional(Type.Enum(GEO_FENCES)),
	webhook: Type.Optional(RoomWebhook),
	autoCloseConfig: Type.Optional(AutoCloseConfig),
	autoStartConfig: Type.Optional(AutoStartConfig),
	multiComposition: Type.Optional(MultiComposition),
	allowedParticipantIds: Type.Optional(Type.Array(ParticipantId, { maxItems: MAX_ALLOWED_PARTICIPANTS })),
});
export type CreateRoomBody = Static<typeof CreateRoomBody>;

const settings = {
	geoFence: Type.Union([Type.String(), Type.Null()]),
	webhook: Type.Union([RoomWebhook, Type.Null()]),
	autoCloseConfig: Type.Union([AutoCloseConfig, Type.Null()]),
	autoStartConfig: Type.Union([AutoStartConfig, Type.Null()]),
	multiComposition: Type.Union([MultiComposition, Type.Null()]),
	allowedParticipantIds: Type.Array(Type.String()),
};

/** A room as `POST /v2/rooms`, validate, list and fetch answer it. */
export const Room = Type.Object(
	{
		roomId: RoomId,
		customRoomId: Type.Union([Type.String(), Type.Null()]),
		userId: DocumentId,
		disabled: Type.Boolean(),
		createdAt: Timestamp,
		updatedAt: Timestamp,
		user: User,
		id: DocumentId,
		links: Links,
		...settings,
	},
	{ title: 'Room', description: 'A room' },
);
export type Room = Static<typeof Room>;

export const RoomPage = page(Room);
export type RoomPage = Static<typeof RoomPage>;

export const ListRoomsQuery = Type.Object({
	...PageQuery.properties,
	query: Type.Optional(Type.String({ maxLength: 128, description: 'Exactly a `roomId` or a `customRoomId`' })),
});
export type ListRoomsQuery = Static<typeof ListRoomsQuery>;

export const RoomParams = Type.Object({ roomId: RoomReference });

export const DeactivateRoomBody = Type.Object({ roomId: RoomReference });

/** Answer of `POST /v2/rooms/deactivate`: the room under its newer and its older field names. */
export const DeactivatedRoom = Type.Object(
	{
		...Room.properties,
		meetingId: RoomId,
		userMeetingId: Type.Union([Type.String(), Type.Null()]),
	},
	{
		title: 'DeactivatedRoom',
		description: 'The disabled room. `meetingId` and `userMeetingId` are older names of its ids',
	},
);
export type DeactivatedRoom = Static<typeof DeactivatedRoom>;
