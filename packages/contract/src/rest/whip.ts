import { type Static, Type } from 'typebox';
import { ParticipantId, RoomReference } from '../ids.ts';

/** Query of `POST /v2/whip`. */
export const WhipQuery = Type.Object({
	roomId: Type.Optional(RoomReference),
	participantId: Type.Optional(ParticipantId),
	displayName: Type.Optional(Type.String({ maxLength: 128, description: 'The name that others see' })),
	useExistingPeer: Type.Optional(
		Type.Boolean({ description: 'Not supported: the publisher replaces the participant with this id' }),
	),
});
export type WhipQuery = Static<typeof WhipQuery>;

export const WhipSessionParams = Type.Object({ sessionId: Type.String({ minLength: 1, maxLength: 64 }) });

/** Query of `DELETE /v2/whip/sessions/{sessionId}`: with the id of the session in the room it says who is meant. */
export const WhipSessionQuery = Type.Object({
	participantId: Type.Optional(ParticipantId),
	displayName: Type.Optional(Type.String({ maxLength: 128 })),
});

/** Largest offer, in bytes: a browser lists every codec that it knows, once for each section. */
export const MAX_SDP = 65_536;

/** An SDP offer or answer, or a part of one. */
export const Sdp = Type.String({ minLength: 1, maxLength: MAX_SDP, description: 'SDP' });
