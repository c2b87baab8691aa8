import { LEAVE_REASONS as REASONS } from '@roomcast/contract/signalling/participant';

/** Why somebody is gone: number and name of `VideoSDK.Constants.leaveReason`. */
export interface LeaveReason {
	code: number;
	message: string;
}

/** Name of a leave reason. */
export type LeaveReasonName =
	| 'WEBSOCKET_DISCONNECTED'
	| 'REMOVE_PEER'
	| 'REMOVE_PEER_VIEWER_MODE_CHANGED'
	| 'REMOVE_PEER_MEDIA_RELAY_STOP'
	| 'SWITCH_ROOM'
	| 'ROOM_CLOSE'
	| 'UNKNOWN'
	| 'REMOVE_ALL'
	| 'MEETING_END_API'
	| 'REMOVE_PEER_API'
	| 'DUPLICATE_PARTICIPANT'
	| 'MANUAL_LEAVE_CALLED'
	| 'WEBSOCKET_CONNECTION_ATTEMPTS_EXHAUSTED'
	| 'JOIN_ROOM_FAILED'
	| 'SWITCH_ROOM_FAILED'
	| 'BITRATE_EXCEEDED'
	| 'KEY_REVOKED';

/** Numbers of the leave reasons. */
export const LEAVE_REASONS: Readonly<Record<LeaveReasonName, number>> = REASONS;

/** The leave reason of that name. */
export function leaveReason(name: LeaveReasonName): LeaveReason {
	return { code: LEAVE_REASONS[name], message: name };
}
