import { type RequestAnswer, type RequestParts, type Route, requestOf } from '@roomcast/contract/rest/request';
import { serverUrl } from '../base/urls.ts';
import * as codes from '../errors/codes.ts';
import * as leaveCodes from '../errors/leaveCodes.ts';

/** A refusal of the server, or its silence, with a code of the error table or of a leave reason. */
export interface Refusal {
	readonly code: number;
	readonly message: string;
}

/**
 * Asks the server that this page came from.
 *
 * @throws {Refusal} when the server refuses or does not answer
 */
export async function rest<R extends Route>(
	route: R,
	parts: RequestParts<R>,
	token?: string,
): Promise<RequestAnswer<R>> {
	const { path, headers, ...request } = requestOf(route, parts);
	let response: Response;
	try {
		response = await fetch(new URL(path, serverUrl()), {
			...request,
			headers: { ...headers, ...(token === undefined ? {} : { authorization: token }) },
		});
	} catch (error) {
		throw refusal(leaveCodes.JOIN_ROOM_FAILED, error instanceof Error ? error.message : 'The server does not answer');
	}
	const answer = await response.json().catch(() => undefined);
	if (response.ok && answer !== undefined) return answer;
	const { code, message } = (answer ?? {}) as Partial<Refusal>;
	if (response.status === 404 && (code === undefined || code === codes.NOT_FOUND))
		throw refusal(codes.DEVELOPMENT_ONLY, 'This server has no development tokens');
	if (typeof code === 'number') throw refusal(code, String(message));
	throw refusal(leaveCodes.JOIN_ROOM_FAILED, `The server answered ${response.status}`);
}

function refusal(code: number, message: string): Refusal & Error {
	return Object.assign(new Error(message), { code });
}

/**
 * Makes a room.
 *
 * @returns its `roomId`
 * @throws {Refusal} when the token does not allow it
 */
export async function createRoom(token: string): Promise<string> {
	return (await rest('POST /v2/rooms', { body: {} }, token)).roomId;
}

/**
 * Asks the server for a token, for one room or for everything. Works only while the server runs on its development key.
 *
 * @throws {Refusal} code 6008 when it is not a development server, 4003 when there is no such room
 */
export async function developmentToken(roomId?: string): Promise<string> {
	return (await rest('POST /dev/token', { body: roomId === undefined ? {} : { roomId } })).token;
}

/** What others do with a call that somebody is about to join. */
export interface RoomCaptures {
	readonly recorded: boolean;
	/** Seen by people who are not in it. */
	readonly live: boolean;
}

/** Whether a room is recorded or streamed now. A server that does not say so, or does not answer, says no. */
export async function roomCaptures(roomId: string, token: string): Promise<RoomCaptures> {
	const { captures } = await rest('GET /v2/rooms/:roomId/captures', { params: { roomId } }, token).catch(() => ({
		captures: [],
	}));
	const kinds = captures.map(({ capture }) => capture);
	return { recorded: kinds.includes('recording'), live: kinds.includes('livestream') || kinds.includes('hls') };
}
