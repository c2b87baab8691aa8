import { type Static, type TSchema, Type } from 'typebox';
import { ParticipantId } from '../ids.ts';
import { ModeSchema } from '../tokens/permissions.ts';
import { CaptureChange } from './captures.ts';
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
		description: 'A message could not be read, so there is no request to answer.',
		data: ErrorInfo,
	},
	'participant-joined': { description: 'Somebody joined.', data: Type.Object({ participant: ParticipantInfo }) },
	'participant-left': {
		description: 'Somebody is gone.',
		data: Type.Object({ participantId: ParticipantId, reason: LeaveReason }),
	},
	'stream-added': {
		description: 'Somebody began to send a stream. `consumer-added` follows when it is forwarded to this client.',
		data: Type.Object({ participantId: ParticipantId, stream: StreamInfo }),
	},
	'stream-removed': {
		description: 'Somebody stopped sending a stream.',
		data: Type.Object({ participantId: ParticipantId, producerId: MediaId, kind: StreamKind }),
	},
	'stream-paused': {
		description: 'Somebody muted a stream.',
		data: Type.Object({ participantId: ParticipantId, producerId: MediaId, kind: StreamKind }),
	},
	'stream-resumed': {
		description: 'Somebody unmuted a stream.',
		data: Type.Object({ participantId: ParticipantId, producerId: MediaId, kind: StreamKind }),
	},
	'consumer-added': {
		description: 'The server can forward a stream: build the receiver, then send `resume-consumers`.',
		data: Type.Object({ consumer: ConsumerInfo }),
	},
	'consumer-closed': { description: 'A stream is no longer forwarded.', data: Type.Object({ consumerId: MediaId }) },
	'consumer-layers-changed': {
		description: 'Another simulcast or SVC layer is forwarded; null when none is.',
		data: Type.Object({
			consumerId: MediaId,
			spatialLayer: Type.Union([Type.Integer(), Type.Null()]),
			temporalLayer: Type.Union([Type.Integer(), Type.Null()]),
		}),
	},
	'speaker-changed': {
		description: 'Who speaks now; null when nobody does.',
		data: Type.Object({ participantId: Type.Union([ParticipantId, Type.Null()]) }),
	},
	'audio-levels': {
		description: 'How loud the ones who speak are, about four times a second while somebody does.',
		data: Type.Object({
			levels: Type.Array(
				Type.Object({ participantId: ParticipantId, volume: Type.Number({ description: 'dBov, −127 to 0' }) }),
			),
		}),
	},
	'media-reset': {
		description: 'The media worker of the room died: ask for new transports with `restart-media` and produce again.',
		data: Type.Object({}),
	},
	left: {
		description: 'This participant is out: removed, taken over, or the session ended. The connection closes.',
		data: Type.Object({ reason: LeaveReason }),
	},
	'entry-requested': {
		description: 'Somebody waits to be let in. Only to holders of `allow_join`.',
		data: EntryRequestInfo,
	},
	'entry-request-ended': {
		description: 'Somebody waits no longer, without an answer. Only to holders of `allow_join`.',
		data: Type.Object({ participantId: ParticipantId }),
	},
	'entry-responded': {
		description: 'A request to be let in was answered. To holders of `allow_join` and to the one who asked.',
		data: Type.Object({ participantId: ParticipantId, decision: Type.Enum(['allowed', 'denied']) }),
	},
	'media-requested': {
		description: 'A moderator asks to switch the microphone or camera on. The participant decides.',
		data: Type.Object({ kind: Type.Enum(['mic', 'webcam']), requestedBy: ParticipantId }),
	},
	'media-disabled': {
		description: 'A moderator switched the microphone or camera off. It is off already.',
		data: Type.Object({ kind: Type.Enum(['mic', 'webcam']), disabledBy: ParticipantId }),
	},
	'participant-mode-changed': {
		description: 'Somebody takes part in another way. Whose mode it is sends `restart-media`.',
		data: Type.Object({ participantId: ParticipantId, mode: ModeSchema }),
	},
	'pin-state-changed': {
		description: 'Somebody was pinned or unpinned.',
		data: Type.Object({ participantId: ParticipantId, state: PinState, pinnedBy: ParticipantId }),
	},
	'capture-state-changed': {
		description: 'A recording of the meeting started, stopped or failed.',
		data: CaptureChange,
	},
	message: { description: 'A message of a subscribed topic.', data: Type.Object({ message: PubSubMessage }) },
	'store-changed': {
		description: 'An observed value of the session changed; null when it was removed.',
		data: Type.Object({ key: StoreKey, value: Type.Unknown(), updatedBy: ParticipantId }),
	},
	'data-consumer-added': {
		description: 'Somebody opened a data channel.',
		data: Type.Object({ dataConsumer: DataConsumerInfo }),
	},
	'data-consumer-closed': { description: 'A data channel is closed.', data: Type.Object({ dataConsumerId: MediaId }) },
} as const satisfies Record<string, { description: string; data: TSchema }>;

export type NotificationName = keyof typeof NOTIFICATIONS;

// Each schema becomes a type once: see requests.ts.
type Notifications = { [N in NotificationName]: Static<(typeof NOTIFICATIONS)[N]['data']> };
export type NotificationData<N extends NotificationName> = Notifications[N];
