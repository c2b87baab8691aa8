import { type Static, Type } from 'typebox';
import { ParticipantId, Timestamp } from '../ids.ts';

/** Longest message of a topic, in characters. */
export const MAX_PUBSUB_MESSAGE = 16_384;
/** Largest payload, in bytes of JSON. */
export const MAX_PUBSUB_PAYLOAD = 16_384;
/** Most messages of a topic that are kept; the oldest goes first. */
export const MAX_PERSISTED_MESSAGES = 10_000;
/** Most old messages in one reply; fewer when they are large. */
export const MAX_OLD_MESSAGES = 500;
/** Largest value of the realtime store, in bytes of JSON (VideoSDK: 1 KB). */
export const MAX_STORE_VALUE = 1024;
/** Largest message of `send`, in bytes (VideoSDK: 15 KiB). */
export const MAX_DATA_MESSAGE = 15 * 1024;

export const Topic = Type.String({ minLength: 1, maxLength: 128 });
export const StoreKey = Type.String({ minLength: 1, maxLength: 128 });

/** A published message as subscribers get it. */
export const PubSubMessage = Type.Object({
	id: Type.String(),
	topic: Topic,
	message: Type.String({ maxLength: MAX_PUBSUB_MESSAGE }),
	payload: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
	senderId: ParticipantId,
	senderName: Type.String(),
	timestamp: Timestamp,
});
export type PubSubMessage = Static<typeof PubSubMessage>;
