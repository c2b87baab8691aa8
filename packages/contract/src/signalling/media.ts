import { type Static, Type } from 'typebox';

/**
 * Media objects as they cross the wire: the shapes of mediasoup's RTP, ICE and DTLS parameters, bounded so that a
 * hostile client cannot make them large. mediasoup checks their meaning again. Their texts become lines of SDP at those who
 * receive: they have no character that ends or divides one (RFC 8866 section 9).
 */

export const STREAM_KINDS = ['audio', 'video', 'share', 'shareAudio'] as const;
/** Kind of a stream as clients see it: microphone, camera, screen, sound of the screen. */
export const StreamKind = Type.Union([
	Type.Literal('audio'),
	Type.Literal('video'),
	Type.Literal('share'),
	Type.Literal('shareAudio'),
]);
export type StreamKind = Static<typeof StreamKind>;

/** Id of a producer, consumer or transport. */
export const MediaId = Type.String({ minLength: 1, maxLength: 64 });

const Name = Type.String({ maxLength: 256, pattern: '^[!-~]*$', description: 'Printable ASCII without spaces' });
const Words = Type.String({ maxLength: 256, pattern: '^[ -~]*$', description: 'Printable ASCII' });
const Text = Type.String({ maxLength: 256 });
const Parameters = Type.Record(
	Type.String({ maxLength: 64, pattern: '^[!-:<>-~]*$' }),
	Type.Union([Type.String({ maxLength: 1024, pattern: '^[ -:<-~]*$' }), Type.Number(), Type.Boolean(), Type.Null()]),
	// A record of keys with a pattern accepts all other keys unchecked, unless the schema says otherwise.
	{ additionalProperties: false },
);
const RtcpFeedback = Type.Object({ type: Name, parameter: Type.Optional(Words) });

export const RtpCapabilities = Type.Object({
	codecs: Type.Optional(
		Type.Array(
			Type.Object({
				kind: Type.Union([Type.Literal('audio'), Type.Literal('video')]),
				mimeType: Name,
				preferredPayloadType: Type.Optional(Type.Integer({ minimum: 0, maximum: 127 })),
				clockRate: Type.Integer({ minimum: 1 }),
				channels: Type.Optional(Type.Integer({ minimum: 1, maximum: 255 })),
				parameters: Type.Optional(Parameters),
				rtcpFeedback: Type.Optional(Type.Array(RtcpFeedback, { maxItems: 32 })),
			}),
			{ maxItems: 128 },
		),
	),
	headerExtensions: Type.Optional(
		Type.Array(
			Type.Object({
				kind: Type.Union([Type.Literal('audio'), Type.Literal('video')]),
				uri: Name,
				preferredId: Type.Integer({ minimum: 1, maximum: 255 }),
				preferredEncrypt: Type.Optional(Type.Boolean()),
				direction: Type.Optional(Name),
			}),
			{ maxItems: 64 },
		),
	),
});
export type RtpCapabilities = Static<typeof RtpCapabilities>;

export const RtpParameters = Type.Object({
	mid: Type.Optional(Name),
	msid: Type.Optional(Words),
	codecs: Type.Array(
		Type.Object({
			mimeType: Name,
			payloadType: Type.Integer({ minimum: 0, maximum: 127 }),
			clockRate: Type.Integer({ minimum: 1 }),
			channels: Type.Optional(Type.Integer({ minimum: 1, maximum: 255 })),
			parameters: Type.Optional(Parameters),
			rtcpFeedback: Type.Optional(Type.Array(RtcpFeedback, { maxItems: 32 })),
		}),
		{ minItems: 1, maxItems: 32 },
	),
	headerExtensions: Type.Optional(
		Type.Array(
			Type.Object({
				uri: Name,
				id: Type.Integer({ minimum: 1, maximum: 255 }),
				encrypt: Type.Optional(Type.Boolean()),
				parameters: Type.Optional(Parameters),
			}),
			{ maxItems: 64 },
		),
	),
	encodings: Type.Optional(
		Type.Array(
			Type.Object({
				ssrc: Type.Optional(Type.Integer({ minimum: 0, maximum: 4294967295 })),
				rid: Type.Optional(Name),
				codecPayloadType: Type.Optional(Type.Integer({ minimum: 0, maximum: 127 })),
				rtx: Type.Optional(Type.Object({ ssrc: Type.Integer({ minimum: 0, maximum: 4294967295 }) })),
				dtx: Type.Optional(Type.Boolean()),
				active: Type.Optional(Type.Boolean()),
				scalabilityMode: Type.Optional(Type.String({ pattern: '^(?:[LS][1-3]T[1-3](?:h|_KEY|_KEY_SHIFT)?)?$' })),
				scaleResolutionDownBy: Type.Optional(Type.Number({ minimum: 1, maximum: 64 })),
				maxBitrate: Type.Optional(Type.Number({ minimum: 0, maximum: 4294967295 })),
				maxFramerate: Type.Optional(Type.Number({ minimum: 0 })),
				adaptivePtime: Type.Optional(Type.Boolean()),
				priority: Type.Optional(Name),
				networkPriority: Type.Optional(Name),
			}),
			{ maxItems: 8 },
		),
	),
	rtcp: Type.Optional(
		Type.Object({
			cname: Type.Optional(Name),
			reducedSize: Type.Optional(Type.Boolean()),
			mux: Type.Optional(Type.Boolean()),
		}),
	),
});
export type RtpParameters = Static<typeof RtpParameters>;

export const DtlsParameters = Type.Object({
	role: Type.Optional(Type.Union([Type.Literal('auto'), Type.Literal('client'), Type.Literal('server')])),
	fingerprints: Type.Array(Type.Object({ algorithm: Name, value: Name }), { minItems: 1, maxItems: 16 }),
});
export type DtlsParameters = Static<typeof DtlsParameters>;

export const IceParameters = Type.Object({
	usernameFragment: Name,
	password: Name,
	iceLite: Type.Optional(Type.Boolean()),
});
export type IceParameters = Static<typeof IceParameters>;

/** What a client needs to build its end of a WebRTC transport (mediasoup-client `TransportOptions`). */
export const TransportInfo = Type.Object({
	id: MediaId,
	iceParameters: IceParameters,
	iceCandidates: Type.Array(
		Type.Object({
			foundation: Name,
			priority: Type.Integer(),
			ip: Name,
			address: Name,
			protocol: Type.Union([Type.Literal('udp'), Type.Literal('tcp')]),
			port: Type.Integer(),
			type: Type.Literal('host'),
			tcpType: Type.Optional(Type.Literal('passive')),
		}),
	),
	dtlsParameters: DtlsParameters,
	sctpParameters: Type.Optional(
		Type.Object({
			port: Type.Integer(),
			maxSendMessageSize: Type.Integer(),
			maxReceiveMessageSize: Type.Integer(),
		}),
	),
});
export type TransportInfo = Static<typeof TransportInfo>;

/** One remote stream that the server forwards to this client. It starts paused unless it was part of a join. */
export const ConsumerInfo = Type.Object({
	id: MediaId,
	producerId: MediaId,
	participantId: Type.String(),
	kind: StreamKind,
	rtpParameters: RtpParameters,
	type: Type.Union([Type.Literal('simple'), Type.Literal('simulcast'), Type.Literal('svc'), Type.Literal('pipe')]),
	producerPaused: Type.Boolean(),
	paused: Type.Boolean({ description: 'The server sends nothing until `resume-consumers` names it' }),
});
export type ConsumerInfo = Static<typeof ConsumerInfo>;

/** An RTCIceServer for the browser; TURN credentials are time-limited. */
export const IceServer = Type.Object({
	urls: Type.Array(Type.String({ maxLength: 512 })),
	username: Type.Optional(Type.String()),
	credential: Type.Optional(Type.String()),
});
export type IceServer = Static<typeof IceServer>;

/** One direction of a data channel (RFC 8831), as mediasoup describes it. */
export const SctpStreamParameters = Type.Object({
	streamId: Type.Optional(Type.Integer({ minimum: 0, maximum: 65534 })),
	ordered: Type.Optional(Type.Boolean()),
	maxPacketLifeTime: Type.Optional(Type.Integer({ minimum: 0 })),
	maxRetransmits: Type.Optional(Type.Integer({ minimum: 0 })),
	label: Type.Optional(Text),
	protocol: Type.Optional(Text),
});

/** Messages of one participant that the server forwards to this client. */
export const DataConsumerInfo = Type.Object({
	id: MediaId,
	dataProducerId: MediaId,
	participantId: Type.String(),
	reliability: Type.Enum(['RELIABLE', 'UNRELIABLE']),
	sctpStreamParameters: SctpStreamParameters,
});
export type DataConsumerInfo = Static<typeof DataConsumerInfo>;

/** Everything that a client needs to have media: made at join, and again after a media worker died. */
export const MediaOffer = Type.Object({
	iceServers: Type.Array(IceServer),
	sendTransport: Type.Union([TransportInfo, Type.Null()]),
	recvTransport: Type.Union([TransportInfo, Type.Null()]),
	consumers: Type.Array(ConsumerInfo),
	dataConsumers: Type.Array(DataConsumerInfo),
});
export type MediaOffer = Static<typeof MediaOffer>;
