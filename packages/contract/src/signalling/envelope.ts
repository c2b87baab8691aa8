import { type Static, Type } from 'typebox';
import { StreamFailure } from '../failures.ts';

/** Sub-protocol that a client names when it opens the WebSocket. */
export const SUBPROTOCOL = 'roomcast.v1';

/** Path of the WebSocket. */
export const SIGNALLING_PATH = '/signalling';

/** Largest message in either direction, in bytes. */
export const MAX_MESSAGE_BYTES = 256 * 1024;

/** Largest message of a connection on which nobody has joined, but for `join`, in bytes. */
export const MAX_FIRST_MESSAGE_BYTES = 16 * 1024;

/**
 * Largest `join`, in bytes: `metaData` may have 16 KB and a token 8 KB, and what a browser says of its codecs
 * (`rtpCapabilities`) has about 9 KB.
 */
export const MAX_JOIN_BYTES = 48 * 1024;

/** A request: the client counts `id` up from 1 and never uses one twice in a session. */
export const RequestEnvelope = Type.Object({
	id: Type.Integer({ minimum: 1 }),
	method: Type.String({ maxLength: 64 }),
	data: Type.Optional(Type.Unknown()),
});
export type RequestEnvelope = Static<typeof RequestEnvelope>;

/** The error of a reply: the row of the error table and what is particular. */
export const ErrorInfo = Type.Object({
	code: Type.Integer(),
	name: Type.String(),
	message: Type.String(),
	hint: Type.String(),
	retryAfter: Type.Optional(
		Type.Number({ minimum: 0, description: 'Seconds after which to send the same request again' }),
	),
	reasonCode: Type.Optional(StreamFailure),
});
export type ErrorInfo = Static<typeof ErrorInfo>;

/** The reply to the request of that id: `data` or `error`. */
export const ReplyEnvelope = Type.Object({
	id: Type.Integer({ minimum: 1 }),
	data: Type.Optional(Type.Unknown()),
	error: Type.Optional(ErrorInfo),
});
export type ReplyEnvelope = Static<typeof ReplyEnvelope>;

/**
 * A notification. After the join they are numbered from 1; those before it (`welcome`) carry 0. A client that comes
 * back names the last one that it saw and gets the rest.
 */
export const NotificationEnvelope = Type.Object({
	event: Type.String({ maxLength: 64 }),
	seq: Type.Integer({ minimum: 0 }),
	data: Type.Unknown(),
});
export type NotificationEnvelope = Static<typeof NotificationEnvelope>;
