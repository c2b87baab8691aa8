import {
	ERRORS,
	type ErrorInfo,
	type ErrorName,
	ParticipantId,
	REQUESTS,
	RequestEnvelope,
	type RequestName,
	RoomcastError,
} from '@roomcast/contract';
import { lazyValidator } from '@roomcast/contract/lazyValidator';
import { explain } from '@roomcast/contract/validate';
import { escapeFault } from '../json/escapeFault.ts';
import { sizeFault } from '../json/jsonFault.ts';

const fitsEnvelope = lazyValidator(RequestEnvelope);
const fitsParticipantId = lazyValidator(ParticipantId);
const data = new Map(Object.entries(REQUESTS).map(([name, request]) => [name, lazyValidator(request.data)]));

/** A request that fits the contract. */
export interface ParsedRequest {
	readonly id: number;
	readonly method: RequestName;
	readonly data: unknown;
}

/** A request that does not, with its number where that could be read. */
export interface RefusedRequest {
	readonly id: number | undefined;
	readonly error: RoomcastError;
}

/** Reads a message of a client and checks it against the contract. */
export function parseRequest(text: string): ParsedRequest | RefusedRequest {
	// What costs much to parse is not parsed.
	const large = sizeFault(text);
	if (large !== undefined) return { id: numberIn(text), error: new RoomcastError('BAD_MESSAGE', large) };
	let message: unknown;
	try {
		message = JSON.parse(text);
	} catch (error) {
		return { id: undefined, error: new RoomcastError('BAD_MESSAGE', `not JSON: ${(error as Error).message}`) };
	}
	const fault = escapeFault(text);
	if (fault !== undefined) return { id: numberOf(message), error: new RoomcastError('BAD_MESSAGE', fault) };
	if (!fitsEnvelope(message)) {
		const error = new RoomcastError('BAD_MESSAGE', explain(RequestEnvelope, message, 'message'));
		return { id: numberOf(message), error };
	}
	const { id, method, data: given } = message as RequestEnvelope;
	const fits = data.get(method);
	if (fits === undefined) return { id, error: new RoomcastError('UNKNOWN_METHOD', `method ${JSON.stringify(method)}`) };
	const value = given ?? {};
	if (!fits(value)) {
		const explained = explain(REQUESTS[method as RequestName].data, value, 'data');
		return { id, error: new RoomcastError(faultOf(method, value), explained) };
	}
	return { id, method: method as RequestName, data: value };
}

/** Requests of somebody who is about to come in, as whom the client may choose. */
const ENTERING: readonly string[] = ['join', 'ask-entry'] satisfies RequestName[];

/** What is wrong with a request: the id of who comes in has a code of its own (VideoSDK's 4004). */
function faultOf(method: string, data: unknown): ErrorName {
	const participantId = (data as { participantId?: unknown } | null)?.participantId;
	if (!ENTERING.includes(method) || participantId === undefined || fitsParticipantId(participantId))
		return 'VALIDATION_FAILED';
	return 'INVALID_PARTICIPANT_ID';
}

/** The number of a request whose rest may be anything. */
function numberOf(message: unknown): number | undefined {
	const id = (message as { id?: unknown } | null)?.id;
	return Number.isSafeInteger(id) && (id as number) > 0 ? (id as number) : undefined;
}

/** The number of a request that begins with it, as most do. */
export function numberIn(text: string): number | undefined {
	const [, id] = /^\{"id":([1-9]\d{0,14}),/.exec(text) ?? [];
	return id === undefined ? undefined : Number(id);
}

/** A successful reply as text. */
export function replyText(id: number, reply: unknown): string {
	return JSON.stringify({ id, data: reply });
}

/** An error as it crosses the wire. */
export function errorInfo(error: RoomcastError): ErrorInfo {
	const { code, error: name, message, retryAfter, reasonCode } = error;
	return {
		code,
		name,
		message,
		hint: ERRORS[name].hint,
		...(retryAfter === undefined ? {} : { retryAfter }),
		...(reasonCode === undefined ? {} : { reasonCode }),
	};
}

/** A reply that refuses, as text. */
export function errorText(id: number, error: RoomcastError): string {
	return JSON.stringify({ id, error: errorInfo(error) });
}

/** The request in a message of a WebSocket. */
export function read(message: Buffer, binary: boolean): ParsedRequest | RefusedRequest {
	if (!binary) return parseRequest(message.toString());
	return { id: undefined, error: new RoomcastError('BAD_MESSAGE', 'binary messages are not supported') };
}

/** What came too often is not parsed: only its number is looked for, where it should be. */
export function unread(message: Buffer, error: RoomcastError): RefusedRequest {
	return { id: numberIn(message.toString('latin1', 0, 64)), error };
}
