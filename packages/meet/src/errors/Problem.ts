import type { ScreenName } from './table.ts';

/** A full-page message with what is particular to this case. */
export interface Problem {
	readonly screen: ScreenName;
	/** For debugging: what the server or the browser said. */
	readonly detail?: string | undefined;
	/** Code of the error table or leave reason, when there is one. */
	readonly code?: number | undefined;
}

/** Number of "no media path to the server". */
const MEDIA_FAILED = 3044;

/** Codes of errors that `join()` rejects with (contract error table, and the 3xxx of the SDK) → page. */
const BY_ERROR_CODE: Readonly<Record<number, ScreenName>> = {
	[MEDIA_FAILED]: 'MEDIA_BLOCKED',
	4001: 'BAD_TOKEN',
	4002: 'BAD_TOKEN',
	4053: 'BAD_TOKEN',
	4006: 'BAD_TOKEN',
	4003: 'ROOM_NOT_FOUND',
	6003: 'ROOM_NOT_FOUND',
	6004: 'ROOM_NOT_FOUND',
	4052: 'ROOM_DISABLED',
	4008: 'WRONG_PERMISSIONS',
	4024: 'WRONG_PERMISSIONS',
	4009: 'ROOM_FULL',
	4022: 'WRONG_ROOM',
	4004: 'BAD_PARTICIPANT',
	4023: 'WRONG_PARTICIPANT',
	4025: 'NOT_INVITED',
	4005: 'ID_TAKEN',
	6060: 'STAYS_REMOVED',
	6008: 'NO_TOKEN',
	6009: 'SERVER_BUSY',
	6012: 'SERVER_BUSY',
	6025: 'SERVER_BUSY',
};

/** Leave reasons (reference: SDK `leaveReason`) → page. */
const BY_LEAVE_REASON: Readonly<Record<number, ScreenName>> = {
	1001: 'CONNECTION_LOST',
	1002: 'REMOVED',
	1003: 'REMOVED',
	1006: 'ROOM_ENDED',
	1007: 'CONNECTION_LOST',
	1008: 'ROOM_ENDED',
	1009: 'ROOM_ENDED',
	1010: 'REMOVED',
	1011: 'TAKEN_OVER',
	1101: 'LEFT',
	1102: 'CONNECTION_LOST',
	1103: 'SERVER_UNREACHABLE',
	1202: 'ROOM_ENDED',
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
	return { screen: reason === 'LOOPBACK' ? 'MEDIA_ON_LOOPBACK' : 'MEDIA_BLOCKED', code: MEDIA_FAILED };
}

/** The page for the end of a call. */
export function problemFromLeaveReason(reason: unknown): Problem {
	const code = numberAt(reason, 'code');
	if (code === undefined) return { screen: 'LEFT' };
	const screen = BY_LEAVE_REASON[code] ?? 'CONNECTION_LOST';
	return screen === 'CONNECTION_LOST' ? { screen, code, detail: messageOf(reason) } : { screen, code };
}
