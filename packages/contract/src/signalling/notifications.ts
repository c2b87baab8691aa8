import { type Static, type TSchema, Type } from 'typebox';
import { CaptureChange } from '../captures.ts';
import { ParticipantId } from '../ids.ts';
import { ModeSchema } from '../tokens/permissions.ts';
import { ErrorInfo } from './envelope.ts';
import { ConsumerInfo, DataConsumerInfo, MediaId, RtpCapabilities, StreamKind } from './media.ts';
import { EntryRequestInfo, LeaveReason, ParticipantInfo, PinState, StreamInfo } from './participant.ts';
import { PubSubMessage, StoreKey } from './pubsub.ts';

/** Every notification that the server sends, with what it carries. */
export const NOTIFICATIONS = {
	welcome: {
		description: 'The first message on every connection: what a client needs before it can join.',
		data: Type.Object({
			version: Type.String({ description: 'Version of the server' }),
			routerRtpCapabilities: RtpCapabilities,
			pingInterval: Type.Integer({ description: 'ms between WebSocket pings of the server' }),
		}),
	},
	error: {
		description: 'The server could not read a message, so there is no request to answer.',
		data: ErrorInfo,
	},
	'participant-joined': { description: 'A participant joined.', data: Type.Object({ participant: ParticipantInfo }) },
	'participant-left': {
		description: 'A participant left.',
		data: Type.Object({ participantId: ParticipantId, reason: LeaveReason }),
	},
	'stream-added': {
		description:
			'A participant started to send a stream. `consumer-added` follows if the server forwards it to this client.',
		data: Type.Object({ participantId: ParticipantId, stream: StreamInfo }),
	},
	'stream-removed': {
		description: 'A participant stopped sending a stream.',
		data: Type.Object({ participantId: ParticipantId, producerId: MediaId, kind: StreamKind }),
	},
	'stream-paused': {
		description: 'A participant muted a stream.',
		data: Type.Object({ participantId: ParticipantId, producerId: MediaId, kind: StreamKind }),
	},
	'stream-resumed': {
		description: 'A participant unmuted a stream.',
		data: Type.Object({ participantId: ParticipantId, producerId: MediaId, kind: StreamKind }),
	},
	'consumer-added': {
		description: 'The server can forward a stream: build the receiver, then send `resume-consumers`.',
		data: Type.Object({ consumer: ConsumerInfo }),
	},
	'consumer-closed': {
		description: 'The server stopped forwarding a stream.',
		data: Type.Object({ consumerId: MediaId }),
	},
	'consumer-layers-changed': {
		description: 'The server forwards another simulcast or SVC layer; null if it forwards none.',
		data: Type.Object({
			consumerId: MediaId,
			spatialLayer: Type.Union([Type.Integer(), Type.Null()]),
			temporalLayer: Type.Union([Type.Integer(), Type.Null()]),
		}),
	},
	'speaker-changed': {
		description: 'The current speaker; null if nobody speaks.',
		data: Type.Object({ participantId: Type.Union([ParticipantId, Type.Null()]) }),
	},
	'audio-levels': {
		description: 'The levels of the participants who speak, about four times a second while somebody speaks.',
		data: Type.Object({
			levels: Type.Array(
				Type.Object({ participantId: ParticipantId, volume: Type.Number({ description: 'dBov, −127 to 0' }) }),
			),
		}),
	},
	'media-reset': {
		description: 'The media worker of your media died. Ask for new transports with `restart-media` and produce again.',
		data: Type.Object({}),
	},
	left: {
		description: 'You are out of the session: removed, taken over, or the session ended. The connection closes.',
		data: Type.Object({ reason: LeaveReason }),
	},
	'entry-requested': {
		description: 'A guest asks to be let in. Only for holders of `allow_join`.',
		data: EntryRequestInfo,
	},
	'entry-request-ended': {
		description: 'A guest stopped waiting without an answer. Only for holders of `allow_join`.',
		data: Type.Object({ participantId: ParticipantId }),
	},
	'entry-responded': {
		description: 'Somebody answered an entry request. For holders of `allow_join` and for the guest.',
		data: Type.Object({ participantId: ParticipantId, decision: Type.Enum(['allowed', 'denied']) }),
	},
	'media-requested': {
		description: 'A moderator asks you to turn on your microphone or camera. You decide.',
		data: Type.Object({ kind: Type.Enum(['mic', 'webcam']), requestedBy: ParticipantId }),
	},
	'media-disabled': {
		description: 'A moderator turned off your microphone or camera. It is already off.',
		data: Type.Object({ kind: Type.Enum(['mic', 'webcam']), disabledBy: ParticipantId }),
	},
	'participant-mode-changed': {
		description: 'The mode of a participant changed. If it is yours, send `restart-media`.',
		data: Type.Object({ participantId: ParticipantId, mode: ModeSchema }),
	},
	'pin-state-changed': {
		description: 'A participant was pinned or unpinned.',
		data: Type.Object({ participantId: ParticipantId, state: PinState, pinnedBy: ParticipantId }),
	},
	'capture-state-changed': {
		description: 'A recording or stream of the meeting started, stopped or failed.',
		data: CaptureChange,
	},
	message: {
		description: 'A message of a topic that you subscribed to.',
		data: Type.Object({ message: PubSubMessage }),
	},
	'store-changed': {
		description: 'A value that you observe changed; null if it was removed.',
		data: Type.Object({ key: StoreKey, value: Type.Unknown(), updatedBy: ParticipantId }),
	},
	'data-consumer-added': {
		description: 'A participant opened a data channel.',
		data: Type.Object({ dataConsumer: DataConsumerInfo }),
	},
	'data-consumer-closed': { description: 'A data channel closed.', data: Type.Object({ dataConsumerId: MediaId }) },
} as const satisfies Record<string, { description: string; data: TSchema }>;

export type NotificationName = keyof typeof NOTIFICATIONS;

// Each schema becomes a type once: see requests.ts.
type Notifications = { [N in NotificationName]: Static<(typeof NOTIFICATIONS)[N]['data']> };
export type NotificationData<N extends NotificationName> = Notifications[N];
