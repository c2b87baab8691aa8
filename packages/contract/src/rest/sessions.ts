import { type Static, Type } from 'typebox';
import { DocumentId, ParticipantId, RoomId, RoomReference, Timestamp } from '../ids.ts';
import { PageInfo, PageQuery, page } from './common.ts';

const NullableTimestamp = Type.Union([Timestamp, Type.Null()]);

/** A stretch of time; `end` is null while it lasts. */
export const Span = Type.Object({ start: Timestamp, end: NullableTimestamp });
export type Span = Static<typeof Span>;

/** A participant's time in a session. `_id` is the older name of its document id. */
export const SessionParticipant = Type.Object({
	_id: DocumentId,
	participantId: ParticipantId,
	name: Type.String(),
	timelog: Type.Array(Span, {
		description: 'One entry per stay: a join, a return after more than 30 s, or a takeover',
	}),
});
export type SessionParticipant = Static<typeof SessionParticipant>;

/** What a participant's browser said of itself; `unknown` where it did not. */
export const DeviceInfo = Type.Object({
	sdkType: Type.String(),
	sdkVersion: Type.String(),
	platform: Type.String({ description: '`desktop`, `mobile`, `tablet`' }),
	browserUserAgent: Type.Object({
		browser: Type.Object({ name: Type.String(), version: Type.String() }),
		os: Type.Object({ name: Type.String(), version: Type.String() }),
		platform: Type.Object({ type: Type.String() }),
	}),
});
export type DeviceInfo = Static<typeof DeviceInfo>;

/** Where a participant is. This server does not look addresses up: always `unknown`. */
export const GeoLocation = Type.Object({ city: Type.String(), region: Type.String(), country: Type.String() });

/** A participant with what it did: its devices switched on and off, its modes. */
export const DetailedParticipant = Type.Object({
	...SessionParticipant.properties,
	events: Type.Object(
		{
			mic: Type.Array(Span),
			webcam: Type.Array(Span),
			screenShare: Type.Array(Span),
			screenShareAudio: Type.Array(Span),
		},
		{ description: 'When each was on and not muted' },
	),
	mode: Type.String(),
	changeModeHistory: Type.Array(Type.Object({ _id: DocumentId, mode: Type.String(), timelog: Timestamp })),
	deviceInfo: DeviceInfo,
	geoLocation: GeoLocation,
	leaveReason: Type.Union([Type.Object({ code: Type.Integer(), message: Type.String() }), Type.Null()], {
		description: 'Why the participant last left; null during the session',
	}),
});
export type DetailedParticipant = Static<typeof DetailedParticipant>;

const SessionLinks = Type.Object({
	get_room: Type.String(),
	get_session: Type.String(),
	get_all_participants: Type.String(),
});

const base = {
	id: DocumentId,
	_id: DocumentId,
	userId: DocumentId,
	roomId: RoomId,
	customRoomId: Type.Union([Type.String(), Type.Null()]),
	meetingId: RoomId,
	userMeetingId: Type.Union([Type.String(), Type.Null()]),
	start: Timestamp,
	end: NullableTimestamp,
	status: Type.Enum(['ongoing', 'ended']),
	links: SessionLinks,
};

const Region = Type.String({ description: 'Always `unknown`: this server has no regions' });

/** A session as list, fetch, end and remove answer it. */
export const Session = Type.Object(
	{
		...base,
		region: Region,
		participants: Type.Array(SessionParticipant),
		activeDuration: Type.Number({ description: 'Seconds from start to end, or until now' }),
		endReason: Type.Union([Type.String(), Type.Null()], {
			description:
				'`LAST_PARTICIPANT_LEFT`, `MEETING_END_API`, `REMOVE_ALL` (by a moderator), `AUTO_CLOSE`, `ROOM_CLOSE`, `KEY_REVOKED`, `SERVER_SHUTDOWN`, `SERVER_FAILURE`; null while it runs',
		}),
		chatLink: Type.Union([Type.String(), Type.Null()], {
			description: 'Link to the chat as CSV, valid for a day without a token; null if there was no chat',
		}),
		recordingLog: Type.Array(Span),
		hlsLog: Type.Array(Span),
	},
	{ title: 'Session' },
);
export type Session = Static<typeof Session>;

export const SessionPage = page(Session);
export type SessionPage = Static<typeof SessionPage>;

export const ListSessionsQuery = Type.Object({
	...PageQuery.properties,
	roomId: Type.Optional(RoomReference),
	customRoomId: Type.Optional(RoomReference),
	query: Type.Optional(Type.String({ maxLength: 128, description: 'Exactly a `roomId` or a `customRoomId`' })),
	status: Type.Optional(Type.Enum(['ongoing', 'ended'])),
	startDate: Type.Optional(
		Type.Integer({ minimum: 0, description: 'Sessions that started at this time or later, epoch ms' }),
	),
	endDate: Type.Optional(
		Type.Integer({ minimum: 0, description: 'Sessions that started at this time or earlier, epoch ms' }),
	),
	userId: Type.Optional(Type.String({ maxLength: 64, description: 'Owner of the sessions: `userId` of a room' })),
});
export type ListSessionsQuery = Static<typeof ListSessionsQuery>;

export const SessionParams = Type.Object({ sessionId: Type.String({ minLength: 1, maxLength: 64 }) });

/** Query of the link to the chat: it is handed out with the session, as `chatLink`. */
export const ChatLinkQuery = Type.Object({
	expires: Type.Integer({ minimum: 0, description: 'Epoch seconds' }),
	signature: Type.String({ maxLength: 64 }),
});

export const SessionParticipantParams = Type.Object({
	sessionId: Type.String({ minLength: 1, maxLength: 64 }),
	participantId: Type.String({ minLength: 1, maxLength: 64 }),
});

/** All participants of a session: `data` is one session. */
export const AllParticipants = Type.Object({
	pageInfo: PageInfo,
	data: Type.Object({ ...base, participants: Type.Array(DetailedParticipant) }),
});
export type AllParticipants = Static<typeof AllParticipants>;

/** Those who are in now: `data` is an array with the session. */
export const ActiveParticipants = Type.Object({
	pageInfo: PageInfo,
	data: Type.Array(
		Type.Object({
			...base,
			apiKey: Type.String(),
			region: Region,
			hlsLog: Type.Array(Span),
			participants: Type.Array(DetailedParticipant),
		}),
	),
});
export type ActiveParticipants = Static<typeof ActiveParticipants>;

/** Body of `POST /v2/sessions/end`: one of the ids is needed. */
export const EndSessionBody = Type.Object({
	roomId: Type.Optional(Type.String({ minLength: 1, maxLength: 128, description: '`roomId` or `customRoomId`' })),
	sessionId: Type.Optional(Type.String({ maxLength: 64 })),
	vsdkForceKill: Type.Optional(Type.Boolean({ description: 'Accepted and ignored: a session always ends at once' })),
	ignoreClosed: Type.Optional(
		Type.Boolean({ description: 'Return a session that has already ended instead of an error' }),
	),
});

export type EndSessionBody = Static<typeof EndSessionBody>;

/** Body of `POST /v2/sessions/participants/remove`: one of the ids beside `participantId` is needed. */
export const RemoveParticipantBody = Type.Object({
	participantId: ParticipantId,
	roomId: Type.Optional(Type.String({ minLength: 1, maxLength: 128, description: '`roomId` or `customRoomId`' })),
	sessionId: Type.Optional(Type.String({ maxLength: 64 })),
});
export type RemoveParticipantBody = Static<typeof RemoveParticipantBody>;

const Score = Type.Number({ description: '1 (bad) to 5 (excellent); 0 if there was nothing to rate' });

/**
 * One measurement of ten seconds. Bit rates in bit/s, RTT and jitter in ms, losses in packets. `send` is what the
 * participant sends, `recv` what it gets.
 */
export const QualitySample = Type.Object({
	time: Timestamp,
	recvAudioPacketLost: Type.Number(),
	recvVideoPacketLost: Type.Number(),
	sendAudioPacketLost: Type.Number(),
	sendVideoPacketLost: Type.Number(),
	averageAudioRtt: Type.Number(),
	averageVideoRtt: Type.Number(),
	averageAudioJitter: Type.Number(),
	averageVideoJitter: Type.Number(),
	averageSendAudioBitrate: Type.Number(),
	averageSendVideoBitrate: Type.Number(),
	averageRecvAudioBitrate: Type.Number(),
	averageRecvVideoBitrate: Type.Number(),
	qualityScore: Type.Object({ audio: Score, video: Score }),
});
export type QualitySample = Static<typeof QualitySample>;

export const SessionStats = Type.Object({
	sessionId: DocumentId,
	meetingId: RoomId,
	stats: Type.Array(QualitySample),
});
export type SessionStats = Static<typeof SessionStats>;

/** How many of the video streams that came in were how high, in pixels: the class that is nearest. */
export const ResolutionUsage = Type.Object({
	'180': Type.Number(),
	'360': Type.Number(),
	'720': Type.Number(),
	'1080': Type.Number(),
	'1440': Type.Number(),
	'2160': Type.Number(),
	time: Timestamp,
});
export type ResolutionUsage = Static<typeof ResolutionUsage>;

export const ParticipantStats = Type.Object({
	sessionId: DocumentId,
	meetingId: RoomId,
	participantId: ParticipantId,
	participantName: Type.String(),
	deviceInfo: Type.Object({ deviceName: Type.String(), deviceVersion: Type.String() }),
	sdkInfo: Type.Object({ sdkName: Type.String(), sdkVersion: Type.String() }),
	location: Type.Object({ country: Type.String(), city: Type.String(), region: Type.String() }),
	network: Type.Object({ asn: Type.String(), org: Type.String() }),
	stats: Type.Array(QualitySample),
	resolutionUsage: Type.Array(ResolutionUsage),
});
export type ParticipantStats = Static<typeof ParticipantStats>;

/** Somebody who waits to be let in. Our addition to the API. */
export const EntryRequest = Type.Object({
	participantId: ParticipantId,
	name: Type.String(),
	requestedAt: Timestamp,
});
export type EntryRequest = Static<typeof EntryRequest>;

/** Those who wait, in the order of asking. */
export const EntryRequests = Type.Object({ data: Type.Array(EntryRequest) });
export type EntryRequests = Static<typeof EntryRequests>;
/** The answer to somebody who waits. */
export const EntryDecision = Type.Enum(['allowed', 'denied']);
export type EntryDecision = Static<typeof EntryDecision>;
/** Where somebody waits: there may be no session yet. */
const waitingPlace = Type.String({
	minLength: 1,
	maxLength: 128,
	description: 'Id of the session, or `roomId` or `customRoomId` of its room',
});
export const EntryRequestsParams = Type.Object({ sessionId: waitingPlace });
export const EntryRequestParams = Type.Object({ sessionId: waitingPlace, participantId: ParticipantId });
export const AnswerEntryBody = Type.Object({ decision: EntryDecision });
export type AnswerEntryBody = Static<typeof AnswerEntryBody>;

/** The decision that counts. */
export const AnsweredEntry = Type.Object({ participantId: ParticipantId, decision: EntryDecision });
