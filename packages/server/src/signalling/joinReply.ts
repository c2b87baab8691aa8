import { type IceServer, may, type RequestReply } from '@roomcast/contract';
import type { Seat } from '../sessions/host/SessionRegistry.ts';

/** The state of a session, as it is sent to somebody who has just joined it. */
export function joinReply({ host, participant }: Seat, iceServers: readonly IceServer[]): RequestReply<'join'> {
	return {
		sessionId: host.sessionId,
		roomId: host.room.roomId,
		participantId: participant.participantId,
		displayName: participant.displayName,
		mode: participant.mode,
		permissions: [...participant.permissions],
		resumeToken: participant.resumeToken,
		participants: host.participants.filter((other) => other !== participant).map((other) => other.info),
		activeSpeakerId: host.media.room.speaker,
		captures: [...host.captures.running],
		entryRequests: may('call.let-in', participant)
			? host.entrance.waiting.requests.map(({ participantId, name }) => ({ participantId, name }))
			: [],
		media: { iceServers: [...iceServers], ...host.mediaOffer(participant) },
	};
}
