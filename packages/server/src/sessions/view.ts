import type {
	DetailedParticipant,
	DeviceInfo,
	Session,
	SessionParticipant,
	Span,
	StreamKind,
} from '@roomcast/contract';
import { deviceInfo } from './deviceInfo.ts';
import type { ParticipantDetails, StoredParticipant, StoredSession, StoredSpan } from './StoredSession.ts';

const UNKNOWN = 'unknown';

/** What of a session does not depend on who was in it. */
export function sessionBase(session: StoredSession, userId: string, publicUrl: string) {
	const link = `${publicUrl}/v2/sessions/${session.id}`;
	return {
		id: session.id,
		_id: session.id,
		userId,
		roomId: session.roomId,
		customRoomId: session.customRoomId,
		meetingId: session.roomId,
		userMeetingId: session.customRoomId,
		start: iso(session.startAt),
		end: session.endAt === null ? null : iso(session.endAt),
		status: session.endAt === null ? ('ongoing' as const) : ('ended' as const),
		links: {
			get_room: `${publicUrl}/v2/rooms/${session.roomId}`,
			get_session: link,
			get_all_participants: `${link}/participants`,
		},
	};
}

/** A session with who was in it, as list, fetch, end and remove show it. */
export function sessionView(
	session: StoredSession,
	participants: readonly StoredParticipant[],
	shown: {
		userId: string;
		publicUrl: string;
		chatLink: string | null;
		recordings: readonly StoredSpan[];
		streams: readonly StoredSpan[];
		now: number;
	},
): Session {
	return {
		...sessionBase(session, shown.userId, shown.publicUrl),
		region: UNKNOWN,
		participants: participants.map(participantView),
		activeDuration: ((session.endAt ?? shown.now) - session.startAt) / 1000,
		endReason: session.endReason,
		chatLink: shown.chatLink,
		recordingLog: shown.recordings.map(spanView),
		hlsLog: shown.streams.map(spanView),
	};
}

function participantView(participant: StoredParticipant): SessionParticipant {
	return {
		_id: participant.id,
		participantId: participant.participantId,
		name: participant.name,
		timelog: participant.timelog.map(spanView),
	};
}

/** A participant with what it did. */
export function detailedView(participant: StoredParticipant, details: ParticipantDetails): DetailedParticipant {
	const on = (kind: StreamKind) => details.streams.filter((span) => span.kind === kind).map(spanView);
	return {
		...participantView(participant),
		events: { mic: on('audio'), webcam: on('video'), screenShare: on('share'), screenShareAudio: on('shareAudio') },
		mode: participant.mode,
		changeModeHistory: details.modes.map(({ id, mode, at }) => ({ _id: id, mode, timelog: iso(at) })),
		deviceInfo: deviceInfo(participant.userAgent, participant.sdk),
		geoLocation: { city: UNKNOWN, region: UNKNOWN, country: UNKNOWN },
		leaveReason: participant.leaveReason,
	};
}

/** What quality statistics say of the participant that they are of. */
export function participantHeader(participant: StoredParticipant) {
	const device: DeviceInfo = deviceInfo(participant.userAgent, participant.sdk);
	const { name, version } = device.browserUserAgent.browser;
	return {
		participantId: participant.participantId,
		participantName: participant.name,
		deviceInfo: { deviceName: name, deviceVersion: version },
		sdkInfo: { sdkName: device.sdkType, sdkVersion: device.sdkVersion },
		location: { country: UNKNOWN, city: UNKNOWN, region: UNKNOWN },
		network: { asn: UNKNOWN, org: UNKNOWN },
	};
}

/** A stretch of time as the API shows it. */
export function spanView({ start, end }: StoredSpan): Span {
	return { start: iso(start), end: end === null ? null : iso(end) };
}

const iso = (at: number) => new Date(at).toISOString();
