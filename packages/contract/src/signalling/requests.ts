import { type Static, type TSchema, Type } from 'typebox';
import { ParticipantId, RoomReference } from '../ids.ts';
import { ModeSchema, PERMISSIONS } from '../tokens/permissions.ts';
import {
	DtlsParameters,
	IceParameters,
	MediaId,
	MediaOffer,
	RtpCapabilities,
	RtpParameters,
	StreamKind,
} from './media.ts';
import { ParticipantInfo } from './participant.ts';

const Nothing = Type.Object({});

/** Longest side of a tile or a source, in device pixels. */
const Pixels = Type.Integer({ minimum: 0, maximum: 16384 });

/**
 * Every request that a client can send, with what it carries and what is answered. One map for both ends: the server
 * validates `data` and the client validates `reply`.
 */
export const REQUESTS = {
	join: {
		description: 'Enter a room. The first request on a connection.',
		data: Type.Object({
			token: Type.String({ maxLength: 8192 }),
			roomId: RoomReference,
			participantId: Type.Optional(ParticipantId),
			name: Type.Optional(Type.String({ maxLength: 256 })),
			metaData: Type.Optional(Type.Record(Type.String({ maxLength: 256 }), Type.Unknown(), { maxProperties: 64 })),
			mode: Type.Optional(ModeSchema),
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
			permissions: Type.Array(Type.Union(PERMISSIONS.map((permission) => Type.Literal(permission)))),
			resumeToken: Type.String({ description: 'Shown again with `resume` when the connection broke' }),
			participants: Type.Array(ParticipantInfo, { description: 'Everybody else' }),
			activeSpeakerId: Type.Union([ParticipantId, Type.Null()]),
			media: MediaOffer,
		}),
	},
	resume: {
		description:
			'Continue after a broken connection, as the same participant with the same transports. Notifications that were missed follow the reply, in order.',
		data: Type.Object({
			resumeToken: Type.String({ maxLength: 128 }),
			lastSeq: Type.Integer({ minimum: 0, description: 'Number of the last notification that arrived' }),
		}),
		reply: Type.Object({ missed: Type.Integer({ description: 'How many notifications follow' }) }),
	},
	leave: { description: 'Leave the session for good.', data: Nothing, reply: Nothing },
	end: {
		description: 'End the session for everybody. Needs `allow_mod`.',
		data: Nothing,
		reply: Nothing,
	},
	'connect-transport': {
		description: 'Give the DTLS parameters of the client end of a transport.',
		data: Type.Object({ transportId: MediaId, dtlsParameters: DtlsParameters }),
		reply: Nothing,
	},
	'restart-ice': {
		description: 'New ICE credentials for a transport whose path broke.',
		data: Type.Object({ transportId: MediaId }),
		reply: Type.Object({ iceParameters: IceParameters }),
	},
	'restart-media': {
		description: 'New transports and consumers, after `media-reset`. Everything older is closed.',
		data: Nothing,
		reply: Type.Object({ media: MediaOffer }),
	},
	produce: {
		description: 'Send a stream.',
		data: Type.Object({
			transportId: MediaId,
			kind: StreamKind,
			rtpParameters: RtpParameters,
			paused: Type.Optional(Type.Boolean()),
			width: Type.Optional(Pixels),
			height: Type.Optional(Pixels),
		}),
		reply: Type.Object({ producerId: MediaId }),
	},
	'pause-producer': { description: 'Mute.', data: Type.Object({ producerId: MediaId }), reply: Nothing },
	'resume-producer': { description: 'Unmute.', data: Type.Object({ producerId: MediaId }), reply: Nothing },
	'close-producer': {
		description: 'Stop sending a stream.',
		data: Type.Object({ producerId: MediaId }),
		reply: Nothing,
	},
	'resume-consumers': {
		description: 'The client is ready for these streams.',
		data: Type.Object({ consumerIds: Type.Array(MediaId, { maxItems: 512 }) }),
		reply: Nothing,
	},
	'update-consumers': {
		description:
			'What is visible, and how large: the server forwards the layer that fits, and nothing for what is paused. Sizes are in device pixels.',
		data: Type.Object({
			consumers: Type.Array(
				Type.Object({
					consumerId: MediaId,
					paused: Type.Optional(Type.Boolean()),
					width: Type.Optional(Pixels),
					height: Type.Optional(Pixels),
					quality: Type.Optional(
						Type.Union([Type.Literal('low'), Type.Literal('med'), Type.Literal('high'), Type.Literal('auto')], {
							description: 'Fixes the layer; `auto` goes back to the size of the tile',
						}),
					),
				}),
				{ maxItems: 512 },
			),
		}),
		reply: Nothing,
	},
} as const satisfies Record<string, { description: string; data: TSchema; reply: TSchema }>;

export type RequestName = keyof typeof REQUESTS;
export type RequestData<N extends RequestName> = Static<(typeof REQUESTS)[N]['data']>;
export type RequestReply<N extends RequestName> = Static<(typeof REQUESTS)[N]['reply']>;
