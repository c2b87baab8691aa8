import { type Static, Type } from 'typebox';
import { ParticipantId } from '../ids.ts';
import { ModeSchema } from '../tokens/permissions.ts';
import { MediaId, StreamKind } from './media.ts';

/** What of a screen is shared (W3C screen-capture, `DisplayCaptureSurfaceType`). */
export const DisplaySurface = Type.Enum(['monitor', 'window', 'browser']);
export type DisplaySurface = Static<typeof DisplaySurface>;

/** A stream that a participant sends, whether or not it is forwarded to the reader of this message. */
export const StreamInfo = Type.Object({
	producerId: MediaId,
	kind: StreamKind,
	codec: Type.String({ description: 'For example `video/VP8`' }),
	paused: Type.Boolean(),
	displaySurface: Type.Optional(DisplaySurface),
});
export type StreamInfo = Static<typeof StreamInfo>;

/** What of a participant is pinned, for everybody. */
export const PinState = Type.Object({ cam: Type.Boolean(), share: Type.Boolean() });
export type PinState = Static<typeof PinState>;

/** Somebody who waits to be let in. */
export const EntryRequestInfo = Type.Object({ participantId: ParticipantId, name: Type.String() });
export type EntryRequestInfo = Static<typeof EntryRequestInfo>;

/** Largest `metaData` of a participant, in bytes of JSON: everybody gets that of everybody. */
export const MAX_META_DATA = 16_384;

/** A participant as the others see it. */
export const ParticipantInfo = Type.Object({
	participantId: ParticipantId,
	displayName: Type.String(),
	mode: ModeSchema,
	metaData: Type.Record(Type.String(), Type.Unknown()),
	streams: Type.Array(StreamInfo),
	pin: PinState,
});
export type ParticipantInfo = Static<typeof ParticipantInfo>;

/** Why a participant is gone: code and name of the SDK's `leaveReason`. */
export const LeaveReason = Type.Object({ code: Type.Integer(), message: Type.String() });
export type LeaveReason = Static<typeof LeaveReason>;

/** Leave reasons of the VideoSDK client SDK, and from 1201 on Roomcast's own. */
export const LEAVE_REASONS = {
	WEBSOCKET_DISCONNECTED: 1001,
	REMOVE_PEER: 1002,
	REMOVE_PEER_VIEWER_MODE_CHANGED: 1003,
	REMOVE_PEER_MEDIA_RELAY_STOP: 1004,
	SWITCH_ROOM: 1005,
	ROOM_CLOSE: 1006,
	UNKNOWN: 1007,
	REMOVE_ALL: 1008,
	MEETING_END_API: 1009,
	REMOVE_PEER_API: 1010,
	DUPLICATE_PARTICIPANT: 1011,
	MANUAL_LEAVE_CALLED: 1101,
	WEBSOCKET_CONNECTION_ATTEMPTS_EXHAUSTED: 1102,
	JOIN_ROOM_FAILED: 1103,
	SWITCH_ROOM_FAILED: 1104,
	BITRATE_EXCEEDED: 1201,
	KEY_REVOKED: 1202,
} as const;
export type LeaveReasonName = keyof typeof LEAVE_REASONS;

/** The leave reason of that name. */
export function leaveReason(name: LeaveReasonName): LeaveReason {
	return { code: LEAVE_REASONS[name], message: name };
}
