import * as codes from './codes.ts';
import * as leaveCodes from './leaveCodes.ts';
import type { ScreenName } from './table.ts';

/** A full-page message with what is particular to this case. */
export interface Problem {
	readonly screen: ScreenName;
	/** For debugging: what the server or the browser said. */
	readonly detail?: string | undefined;
	/** Code of the error table or leave reason, when there is one. */
	readonly code?: number | undefined;
}

/** Codes of errors that `join()` rejects with (contract error table, and the 3xxx of the SDK) → page. */
const BY_ERROR_CODE: Readonly<Record<number, ScreenName>> = {
	[codes.ERROR_MEETING_MEDIA_CONNECTION_FAILED]: 'MEDIA_BLOCKED',
	[codes.INVALID_API_KEY]: 'BAD_TOKEN',
	[codes.INVALID_TOKEN]: 'BAD_TOKEN',
	[codes.APIKEY_DEACTIVATED]: 'BAD_TOKEN',
	[codes.INVALID_MEETING_ID]: 'ROOM_NOT_FOUND',
	[codes.ROOM_NOT_RESOLVED]: 'ROOM_NOT_FOUND',
	[codes.ROOM_NOT_VALID]: 'ROOM_NOT_FOUND',
	[codes.MEETING_ID_DISABLED]: 'ROOM_DISABLED',
	[codes.INVALID_PERMISSIONS]: 'WRONG_PERMISSIONS',
	[codes.UNAUTHORIZED_ROLE]: 'WRONG_PERMISSIONS',
	[codes.MAX_PARTCIPANT_REACHED]: 'ROOM_FULL',
	[codes.UNAUTHORIZED_MEETING_ID]: 'WRONG_ROOM',
	[codes.INVALID_PARTICIPANT_ID]: 'BAD_PARTICIPANT',
	[codes.UNAUTHORIZED_PARTCIPANT_ID]: 'WRONG_PARTICIPANT',
	[codes.UNAUTHORIZED_REQUEST]: 'NOT_INVITED',
	[codes.DUPLICATE_PARTICIPANT]: 'ID_TAKEN',
	[codes.PARTICIPANT_REMOVED]: 'STAYS_REMOVED',
	[codes.DEVELOPMENT_ONLY]: 'NO_TOKEN',
	[codes.SHUTTING_DOWN]: 'SERVER_BUSY',
	[codes.MEDIA_SERVER_UNAVAILABLE]: 'SERVER_BUSY',
	[codes.TOO_MANY_REQUESTS]: 'SERVER_BUSY',
};

/** Leave reasons (reference: SDK `leaveReason`) → page. */
const BY_LEAVE_REASON: Readonly<Record<number, ScreenName>> = {
	[leaveCodes.WEBSOCKET_DISCONNECTED]: 'CONNECTION_LOST',
	[leaveCodes.REMOVE_PEER]: 'REMOVED',
	[leaveCodes.REMOVE_PEER_VIEWER_MODE_CHANGED]: 'REMOVED',
	[leaveCodes.ROOM_CLOSE]: 'ROOM_ENDED',
	[leaveCodes.UNKNOWN]: 'CONNECTION_LOST',
	[leaveCodes.REMOVE_ALL]: 'ROOM_ENDED',
	[leaveCodes.MEETING_END_API]: 'ROOM_ENDED',
	[leaveCodes.REMOVE_PEER_API]: 'REMOVED',
	[leaveCodes.DUPLICATE_PARTICIPANT]: 'TAKEN_OVER',
	[leaveCodes.MANUAL_LEAVE_CALLED]: 'LEFT',
	[leaveCodes.WEBSOCKET_CONNECTION_ATTEMPTS_EXHAUSTED]: 'CONNECTION_LOST',
	[leaveCodes.JOIN_ROOM_FAILED]: 'SERVER_UNREACHABLE',
	[leaveCodes.KEY_REVOKED]: 'ROOM_ENDED',
};

function numberAt(value: unknown, key: string): number | undefined {
	if (typeof value !== 'object' || value === null || !(key in value)) return undefined;
	const code = Number((value as Record<string, unknown>)[key]);
	return Number.isInteger(code) ? code : undefined;
}

function messageOf(value: unknown): string | undefined {
	if (typeof value === 'string') return value;
	if (typeof value !== 'object' || value === null || !('message' in value)) return undefined;
	return typeof value.message === 'string' ? value.message : undefined;
}

/** The page for an error that kept somebody out of the call. */
export function problemFromError(error: unknown): Problem {
	const code = numberAt(error, 'code');
	const detail = messageOf(error);
	const screen = code === undefined ? undefined : (BY_ERROR_CODE[code] ?? BY_LEAVE_REASON[code]);
	return { screen: screen ?? 'SOMETHING_WENT_WRONG', detail, code };
}

/** The page for media that never had a path. @param reason of the SDK's `media-state-changed` */
export function problemFromMedia(reason: 'LOOPBACK' | undefined): Problem {
	return {
		screen: reason === 'LOOPBACK' ? 'MEDIA_ON_LOOPBACK' : 'MEDIA_BLOCKED',
		code: codes.ERROR_MEETING_MEDIA_CONNECTION_FAILED,
	};
}

/** The page for the end of a call. */
export function problemFromLeaveReason(reason: unknown): Problem {
	const code = numberAt(reason, 'code');
	if (code === undefined) return { screen: 'LEFT' };
	const screen = BY_LEAVE_REASON[code] ?? 'CONNECTION_LOST';
	return screen === 'CONNECTION_LOST' ? { screen, code, detail: messageOf(reason) } : { screen, code };
}
