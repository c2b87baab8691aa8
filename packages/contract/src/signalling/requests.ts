import { type Static, type TSchema, Type } from 'typebox';
import { RoomCapture } from '../captures.ts';
import { DocumentId, ParticipantId, RoomReference, Timestamp } from '../ids.ts';
import type { Action } from '../policy/policy.ts';
import { StartHlsOptions } from '../rest/hls.ts';
import { StartLivestreamOptions } from '../rest/livestreams.ts';
import { StartRecordingOptions } from '../rest/recordings.ts';
import { ModeSchema, PERMISSIONS } from '../tokens/permissions.ts';
import { InvitationInfo, InvitationOptions } from './invitations.ts';
import {
	DtlsParameters,
	IceParameters,
	IceServer,
	MediaId,
	MediaOffer,
	RtpCapabilities,
	RtpParameters,
	SctpStreamParameters,
	StreamKind,
} from './media.ts';
import { DisplaySurface, EntryRequestInfo, ParticipantInfo } from './participant.ts';
import { MAX_PERSISTED_MESSAGES, MAX_PUBSUB_MESSAGE, PubSubMessage, StoreKey, Topic } from './pubsub.ts';

const Nothing = Type.Object({});

/** As long as a message may be: a token that is too long is refused as a wrong token is, not as a wrong message. */
const JoinToken = Type.String();

/** Of a request to be let in. */
const Ticket = Type.String({
	maxLength: 128,
	description: 'From the reply to `ask-entry`: proves that the request is yours',
});

/** Longest side of a tile or a source, in device pixels. */
const Pixels = Type.Integer({ minimum: 0, maximum: 16384 });

/**
 * Every request that a client can send: what it does in the words of the policy, which says who may; what it carries; what
 * is answered. One map for both ends: the server validates `data` and the client validates `reply`.
 */
export const REQUESTS = {
	join: {
		action: 'call.join',
		description: 'Join a room. The first request on a connection.',
		data: Type.Object({
			token: JoinToken,
			roomId: RoomReference,
			participantId: Type.Optional(ParticipantId),
			ticket: Type.Optional(Ticket),
			resumeToken: Type.Optional(
				Type.String({
					maxLength: 128,
					description:
						'From the place of this `participantId`: takes it over after a reload, with another token, and lets you come back after the token of the join expired',
				}),
			),
			name: Type.Optional(Type.String({ maxLength: 256 })),
			metaData: Type.Optional(
				Type.Record(Type.String({ maxLength: 256 }), Type.Unknown(), {
					maxProperties: 64,
					description: 'Visible to everybody; at most 16 KB of JSON',
				}),
			),
			mode: Type.Optional(ModeSchema),
			e2ee: Type.Optional(
				Type.Boolean({
					description:
						'Whether the client encrypts its media end to end; false if absent. The first participant decides for the session',
				}),
			),
			rtpCapabilities: Type.Optional(RtpCapabilities),
			device: Type.Optional(
				Type.Object({
					userAgent: Type.Optional(Type.String({ maxLength: 512 })),
					sdk: Type.Optional(Type.String({ maxLength: 64 })),
				}),
			),
		}),
		reply: Type.Object({
			sessionId: Type.String(),
			roomId: Type.String(),
			participantId: ParticipantId,
			displayName: Type.String(),
			mode: ModeSchema,
			permissions: Type.Array(Type.Enum([...PERMISSIONS])),
			resumeToken: Type.String({
				description: 'Send it with `resume` when the connection broke, or with `join` from another page',
			}),
			participants: Type.Array(ParticipantInfo, { description: 'Everybody else' }),
			activeSpeakerId: Type.Union([ParticipantId, Type.Null()]),
			entryRequests: Type.Array(EntryRequestInfo, { description: 'Waiting guests; empty without `allow_join`' }),
			captures: Type.Array(RoomCapture, { description: 'Running recordings and streams of the room, oldest first' }),
			media: MediaOffer,
		}),
	},
	resume: {
		action: 'call.stay',
		description:
			'Continue after a broken connection, as the same participant with the same transports. The notifications that you missed follow the reply, in order.',
		data: Type.Object({
			resumeToken: Type.String({ maxLength: 128 }),
			lastSeq: Type.Integer({ minimum: 0, description: 'Number of the last notification that you received' }),
		}),
		reply: Type.Object({ missed: Type.Integer({ description: 'How many notifications follow' }) }),
	},
	'test-call': {
		action: 'call.test',
		description:
			'Test the line before a call, on a connection without a participant. You get transports as at a join, and what you send with `produce` and `produce-data` comes back to you alone as `consumer-added` and `data-consumer-added`. The test ends with the connection, or after 150 s.',
		data: Type.Object({ token: JoinToken, rtpCapabilities: RtpCapabilities }),
		reply: Type.Object({ media: MediaOffer }),
	},
	leave: { action: 'call.stay', description: 'Leave the session.', data: Nothing, reply: Nothing },
	end: { action: 'call.end', description: 'End the session for everybody.', data: Nothing, reply: Nothing },
	'connect-transport': {
		action: 'call.receive',
		description: 'Send the DTLS parameters of the client end of a transport.',
		data: Type.Object({ transportId: MediaId, dtlsParameters: DtlsParameters }),
		reply: Nothing,
	},
	'restart-ice': {
		action: 'call.receive',
		description:
			'Get new ICE credentials for a transport whose path broke, and ICE servers with new credentials, because those of the join may have expired.',
		data: Type.Object({ transportId: MediaId }),
		reply: Type.Object({ iceParameters: IceParameters, iceServers: Type.Optional(Type.Array(IceServer)) }),
	},
	'restart-media': {
		action: 'call.receive',
		description: 'Get new transports and consumers after `media-reset`. The server closes everything older.',
		data: Nothing,
		reply: Type.Object({ media: MediaOffer }),
	},
	produce: {
		action: 'call.send',
		description: 'Send a stream.',
		data: Type.Object({
			transportId: MediaId,
			kind: StreamKind,
			rtpParameters: RtpParameters,
			paused: Type.Optional(Type.Boolean()),
			width: Type.Optional(Pixels),
			height: Type.Optional(Pixels),
			displaySurface: Type.Optional(DisplaySurface),
		}),
		reply: Type.Object({ producerId: MediaId }),
	},
	'pause-producer': {
		action: 'call.send',
		description: 'Mute.',
		data: Type.Object({ producerId: MediaId }),
		reply: Nothing,
	},
	'resume-producer': {
		action: 'call.send',
		description: 'Unmute.',
		data: Type.Object({ producerId: MediaId }),
		reply: Nothing,
	},
	'close-producer': {
		action: 'call.send',
		description: 'Stop sending a stream.',
		data: Type.Object({ producerId: MediaId }),
		reply: Nothing,
	},
	'resume-consumers': {
		action: 'call.receive',
		description: 'Start receiving these streams.',
		data: Type.Object({ consumerIds: Type.Array(MediaId, { maxItems: 512 }) }),
		reply: Nothing,
	},
	'update-consumers': {
		action: 'call.receive',
		description:
			'Report which tiles are visible, and their sizes in device pixels. The server forwards the layer that fits, and nothing for a paused consumer.',
		data: Type.Object({
			consumers: Type.Array(
				Type.Object({
					consumerId: MediaId,
					paused: Type.Optional(Type.Boolean()),
					width: Type.Optional(Pixels),
					height: Type.Optional(Pixels),
					quality: Type.Optional(
						Type.Union([Type.Literal('low'), Type.Literal('med'), Type.Literal('high'), Type.Literal('auto')], {
							description: 'Fixes the layer; `auto` follows the size of the tile again',
						}),
					),
				}),
				{ maxItems: 512 },
			),
		}),
		reply: Nothing,
	},
	'ask-entry': {
		action: 'call.ask',
		description:
			'Ask to be let in, with a token that has only `ask_join`. Send it instead of `join`, on a connection without a participant. After `entry-responded`, send `join` with the ticket. To continue the same request from a new connection, send `ask-entry` with the ticket, even after the token expired. A token that names the participant needs no ticket until it expires.',
		data: Type.Object({
			token: JoinToken,
			roomId: RoomReference,
			participantId: Type.Optional(ParticipantId),
			ticket: Type.Optional(Ticket),
			name: Type.Optional(Type.String({ maxLength: 256 })),
		}),
		reply: Type.Object({
			participantId: ParticipantId,
			ticket: Type.Optional(
				Type.String({
					description: 'Keep it: `join` needs it, unless the token names the participant and has not expired',
				}),
			),
			admitted: Type.Boolean({ description: 'Already let in: send `join` at once' }),
		}),
	},
	'respond-entry': {
		action: 'call.let-in',
		description: 'Let a waiting guest in, or not. The first answer counts.',
		data: Type.Object({
			participantId: ParticipantId,
			decision: Type.Enum(['allowed', 'denied']),
		}),
		reply: Nothing,
	},
	'create-invitation': {
		action: 'call.invite',
		description:
			'Get a link for guests. Its token names no participant, so anybody who has the link can use it until it expires.',
		data: InvitationOptions,
		reply: InvitationInfo,
	},
	'remove-participant': {
		action: 'call.remove',
		description: 'Remove a participant, who stays out until the session ends or somebody lets them in again.',
		data: Type.Object({ participantId: ParticipantId }),
		reply: Nothing,
	},
	'set-participant-media': {
		action: 'call.switch-media',
		description:
			'Turn the microphone or camera of another participant off at once, or ask them to turn it on (`media-requested`).',
		data: Type.Object({
			participantId: ParticipantId,
			kind: Type.Enum(['mic', 'webcam']),
			enabled: Type.Boolean(),
		}),
		reply: Nothing,
	},
	'change-mode': {
		action: 'call.change-mode',
		description:
			'Change your mode or, with `allow_mod`, the mode of another participant, who can then reduce it but not raise it. Send `restart-media` afterwards.',
		data: Type.Object({ participantId: Type.Optional(ParticipantId), mode: ModeSchema }),
		reply: Nothing,
	},
	'set-pin': {
		action: 'call.pin',
		description: 'Pin or unpin the camera or screen of a participant, for everybody.',
		data: Type.Object({
			participantId: ParticipantId,
			cam: Type.Optional(Type.Boolean()),
			share: Type.Optional(Type.Boolean()),
		}),
		reply: Nothing,
	},
	publish: {
		action: 'call.publish',
		description: 'Publish a message on a topic. `persist` keeps it for the session; `sendOnly` names its receivers.',
		data: Type.Object({
			topic: Topic,
			message: Type.String({ maxLength: MAX_PUBSUB_MESSAGE }),
			persist: Type.Optional(Type.Boolean()),
			sendOnly: Type.Optional(Type.Array(ParticipantId, { maxItems: 1000 })),
			payload: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
		}),
		reply: Type.Object({ id: Type.String(), timestamp: Timestamp }),
	},
	subscribe: {
		action: 'call.read-messages',
		description: 'Get the messages of a topic: kept ones in the reply, oldest first, and later ones as `message`.',
		data: Type.Object({
			topic: Topic,
			oldMessageLimit: Type.Optional(
				Type.Integer({ minimum: 0, maximum: MAX_PERSISTED_MESSAGES, description: 'Maximum number; all if absent' }),
			),
			before: Type.Optional(Type.String({ maxLength: 64, description: 'Only kept messages older than this id' })),
		}),
		reply: Type.Object({
			messages: Type.Array(PubSubMessage),
			more: Type.Boolean({ description: 'There are older messages; ask with `before`' }),
		}),
	},
	unsubscribe: {
		action: 'call.read-messages',
		description: 'Stop getting the messages of a topic.',
		data: Type.Object({ topic: Topic }),
		reply: Nothing,
	},
	'store-set': {
		action: 'call.set-value',
		description: 'Set a value of the session for everybody; null removes it. At most 1 KB of JSON.',
		data: Type.Object({ key: StoreKey, value: Type.Unknown() }),
		reply: Nothing,
	},
	'store-get': {
		action: 'call.read-values',
		description: 'Read a value of the session; null if there is none.',
		data: Type.Object({ key: StoreKey }),
		reply: Type.Object({ value: Type.Unknown() }),
	},
	'store-observe': {
		action: 'call.read-values',
		description: 'Get changes of a value as `store-changed`.',
		data: Type.Object({ key: StoreKey }),
		reply: Type.Object({ value: Type.Unknown() }),
	},
	'store-unobserve': {
		action: 'call.read-values',
		description: 'Stop getting changes of a value.',
		data: Type.Object({ key: StoreKey }),
		reply: Nothing,
	},
	'start-recording': {
		action: 'call.record',
		description: 'Record the meeting.',
		data: StartRecordingOptions,
		reply: Type.Object({ id: DocumentId }),
	},
	'stop-recording': {
		action: 'call.record',
		description: 'End the recordings of the meeting.',
		data: Nothing,
		reply: Nothing,
	},
	'start-livestream': {
		action: 'call.livestream',
		description: 'Stream the meeting to RTMP servers.',
		data: StartLivestreamOptions,
		reply: Type.Object({ id: DocumentId }),
	},
	'stop-livestream': {
		action: 'call.livestream',
		description: 'End the livestreams of the meeting.',
		data: Nothing,
		reply: Nothing,
	},
	'start-hls': {
		action: 'call.hls',
		description: 'Stream the meeting over HTTP (HLS).',
		data: StartHlsOptions,
		reply: Type.Object({ id: DocumentId }),
	},
	'stop-hls': { action: 'call.hls', description: 'End HLS.', data: Nothing, reply: Nothing },
	'produce-data': {
		action: 'call.send-data',
		description: 'Open a data channel to everybody else. A message has at most 15 KiB.',
		data: Type.Object({
			transportId: MediaId,
			reliability: Type.Enum(['RELIABLE', 'UNRELIABLE']),
			sctpStreamParameters: SctpStreamParameters,
		}),
		reply: Type.Object({ dataProducerId: MediaId }),
	},
} as const satisfies Record<string, { action: Action; description: string; data: TSchema; reply: TSchema }>;

export type RequestName = keyof typeof REQUESTS;

// Each schema becomes a type once: `Static` of a schema that is still to be named is compared as a whole at every use.
type Requests = {
	[N in RequestName]: { data: Static<(typeof REQUESTS)[N]['data']>; reply: Static<(typeof REQUESTS)[N]['reply']> };
};
export type RequestData<N extends RequestName> = Requests[N]['data'];
export type RequestReply<N extends RequestName> = Requests[N]['reply'];
