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
	timelog: Type.Array(Span, { description: 'One entry per stay: joins, reconnects after more than 30 s, takeovers' }),
});
export type SessionParticipant = Static<typeof SessionParticipant>;

/** What a participant's browser said of itself, as far as it is known. */
export const DeviceInfo = Type.Object({
	sdkType: Type.String(),
	sdkVersion: Type.String(),
	platform: Type.String(),
	browserUserAgent: Type.Object({
		browser: Type.Object({ name: Type.String(), version: Type.String() }),
		os: Type.Object({ name: Type.String(), version: Type.String() }),
		platform: Type.Object({ type: Type.String() }),
	}),
});
export type DeviceInfo = Static<typeof DeviceInfo>;

/** A participant with what it did: its devices switched on and off, its modes. */
export const DetailedParticipant = Type.Object({
	...SessionParticipant.properties,
	events: Type.Object({
		mic: Type.Array(Span),
		webcam: Type.Array(Span),
		screenShare: Type.Array(Span),
		screenShareAudio: Type.Array(Span),
	}),
	mode: Type.String(),
	changeModeHistory: Type.Array(Type.Object({ _id: DocumentId, mode: Type.String(), timelog: Timestamp })),
	deviceInfo: DeviceInfo,
	leaveReason: Type.Union([Type.Object({ code: Type.Integer(), message: Type.String() }), Type.Null()]),
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

/** A session as list, fetch, end and remove answer it. */
export const Session = Type.Object(
	{
		...base,
		participants: Type.Array(SessionParticipant),
		activeDuration: Type.Number({ description: 'Seconds from start to end, or until now' }),
		endReason: Type.Union([Type.String(), Type.Null()]),
		chatLink: Type.Union([Type.String(), Type.Null()], { description: 'The chat as CSV; null when there was none' }),
		recordingLog: Type.Array(Span),
		hlsLog: Type.Array(Span),
	},
	{ title: 'Session' },
);
export type Session = Static<typeof Session>;

export const SessionPage = page(Session);

export const ListSessionsQuery = Type.Object({
	...PageQuery.properties,
	roomId: Type.Optional(RoomReference),
	customRoomId: Type.Optional(RoomReference),
	query: Type.Optional(Type.String({ maxLength: 128, description: 'Exactly a `roomId` or a `customRoomId`' })),
	status: Type.Optional(Type.Enum(['ongoing', 'ended'])),
	startDate: Type.Optional(Type.Integer({ minimum: 0, description: 'Sessions that began at or after, epoch ms' })),
	endDate: Type.Optional(Type.Integer({ minimum: 0, description: 'Sessions that began at or before, epoch ms' })),
	userId: Type.Optional(Type.String({ maxLength: 64 })),
});
export type ListSessionsQuery = Static<typeof ListSessionsQuery>;

export const SessionParams = Type.Object({ sessionId: Type.String({ minLength: 1, maxLength: 64 }) });
export const SessionParticipantParams = Type.Object({
	sessionId: Type.String({ minLength: 1, maxLength: 64 }),
	participantId: Type.String({ minLength: 1, maxLength: 64 }),
});

/** All participants of a session: `data` is one session. */
export const AllParticipants = Type.Object({
	pageInfo: PageInfo,
	data: Type.Object({ ...base, participants: Type.Array(DetailedParticipant) }),
});

/** Those who are in now: `data` is an array with the session. */
export const ActiveParticipants = Type.Object({
	pageInfo: PageInfo,
	data: Type.Array(Type.Object({ ...base, apiKey: Type.String(), participants: Type.Array(DetailedParticipant) })),
});

export const EndSessionBody = Type.Object({
	roomId: Type.Optional(RoomReference),
	sessionId: Type.Optional(Type.String({ maxLength: 64 })),
	vsdkForceKill: Type.Optional(Type.Boolean()),
	ignoreClosed: Type.Optional(
		Type.Boolean({ description: 'A session that has ended already is answered, not refused' }),
	),
});

export const RemoveParticipantBody = Type.Object({
	participantId: ParticipantId,
	roomId: Type.Optional(RoomReference),
	sessionId: Type.Optional(Type.String({ maxLength: 64 })),
});

/** One measurement of ten seconds. Bit rates in bit/s, RTT and jitter in ms, losses in packets. */
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
	qualityScore: Type.Object({ audio: Type.Number(), video: Type.Number() }),
});
export type QualitySample = Static<typeof QualitySample>;

export const SessionStats = Type.Object({
	sessionId: DocumentId,
	meetingId: RoomId,
	stats: Type.Array(QualitySample),
});

/** Which share of the ten seconds was seen at which height, 0 to 1. */
export const ResolutionUsage = Type.Object({
	'180': Type.Number(),
	'360': Type.Number(),
	'720': Type.Number(),
	'1080': Type.Number(),
	'1440': Type.Number(),
	'2160': Type.Number(),
	time: Timestamp,
});

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

/** Somebody who waits to be let in. Our addition to the API. */
export const EntryRequest = Type.Object({
	participantId: ParticipantId,
	name: Type.String(),
	requestedAt: Timestamp,
});
export const EntryRequests = Type.Object({ data: Type.Array(EntryRequest) });
export const EntryDecision = Type.Enum(['allowed', 'denied']);
export const AnswerEntryBody = Type.Object({ decision: EntryDecision });
