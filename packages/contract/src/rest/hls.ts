import { type Static, Type } from 'typebox';
import { DocumentId, RoomReference, Timestamp } from '../ids.ts';
import { TemplateUrl, targetUrl } from '../targets.ts';
import { Links, nullable, PageQuery, page } from './common.ts';
import { CompositionConfig, TranscriptionConfig } from './compositions.ts';
import { CAPTURE_STATES } from './recordings.ts';
import { WebhookSummary } from './webhooks.ts';

/** What a participant can say who starts HLS. */
export const StartHlsOptions = Type.Object({
	templateUrl: Type.Optional(TemplateUrl),
	transcription: Type.Optional(TranscriptionConfig),
	config: Type.Optional(CompositionConfig),
});
export type StartHlsOptions = Static<typeof StartHlsOptions>;

/** Body of `POST /v2/hls/start`. */
export const StartHlsBody = Type.Object({
	roomId: RoomReference,
	...StartHlsOptions.properties,
	summary: Type.Optional(
		Type.Object(
			{ enabled: Type.Boolean(), prompt: Type.Optional(Type.String({ maxLength: 4096 })) },
			{ description: 'Older place of `transcription.summary`; accepted' },
		),
	),
	webhookUrl: Type.Optional(
		targetUrl('webhook', 2048, 'Receives every event of this stream, in addition to the webhook of the room'),
	),
	recording: Type.Optional(
		Type.Object({ enabled: Type.Optional(Type.Boolean()) }, { description: 'The same as `config.recording`' }),
	),
	resourceId: Type.Optional(
		Type.String({ maxLength: 64, description: 'Accepted and ignored: this server has no resource pools' }),
	),
});
export type StartHlsBody = Static<typeof StartHlsBody>;

/** Body of `POST /v2/hls/end`. */
export const StopHlsBody = Type.Object({
	roomId: RoomReference,
	id: Type.Optional(DocumentId),
});
export type StopHlsBody = Static<typeof StopHlsBody>;

const urls = {
	playbackHlsUrl: Type.String({
		description: 'Live, with everything since the start; the whole stream when it is over',
	}),
	livestreamUrl: Type.String({ description: 'Live only' }),
	downstreamUrl: Type.String({ description: 'Older name of `playbackHlsUrl`' }),
};

/** Answer of `POST /v2/hls/start`. */
export const StartedHls = Type.Object(
	{
		id: DocumentId,
		sessionId: DocumentId,
		roomId: Type.String(),
		start: Timestamp,
		links: Links,
		...urls,
	},
	{ title: 'StartedHls' },
);
export type StartedHls = Static<typeof StartedHls>;

/** A stream. */
export const HlsStream = Type.Object(
	{
		id: DocumentId,
		composerId: Type.String({ description: 'The same as `id`' }),
		roomId: Type.String(),
		meetingId: Type.String({ description: 'The same as `roomId`' }),
		sessionId: DocumentId,
		status: Type.Enum([...CAPTURE_STATES]),
		error: nullable(Type.String({ description: 'Why it failed or ended early' })),
		start: nullable(Timestamp),
		end: nullable(Timestamp),
		duration: Type.Number({ description: 'Seconds; until now if it is running' }),
		mode: Type.Enum(['video-and-audio', 'audio']),
		quality: Type.Enum(['low', 'med', 'high', 'ultra']),
		orientation: Type.Enum(['landscape', 'portrait']),
		config: nullable(CompositionConfig),
		captureLog: Type.Array(Type.Unknown(), { description: 'Always empty' }),
		encryption: Type.Object({}, { description: 'Always empty' }),
		webhook: WebhookSummary,
		links: Links,
		createdAt: Timestamp,
		updatedAt: Timestamp,
		...urls,
	},
	{ title: 'HlsStream' },
);
export type HlsStream = Static<typeof HlsStream>;
export const HlsPage = page(HlsStream);

/** Answer of `GET /v2/hls/{roomId}/active`. */
export const ActiveHls = Type.Object({ code: Type.Literal(200), data: HlsStream });

export const ListHlsQuery = Type.Object({
	...PageQuery.properties,
	roomId: Type.Optional(RoomReference),
	sessionId: Type.Optional(Type.String({ maxLength: 64 })),
	query: Type.Optional(Type.String({ maxLength: 128, description: 'Exactly a `roomId` or a `customRoomId`' })),
});
export type ListHlsQuery = Static<typeof ListHlsQuery>;

export const HlsParams = Type.Object({ id: Type.String({ minLength: 1, maxLength: 64 }) });
export const ActiveHlsParams = Type.Object({ roomId: RoomReference });

const side = Type.Integer({ minimum: 16, maximum: 4096, description: 'Pixels' });

/** Body of `POST /v2/hls/capture`. */
export const CaptureHlsBody = Type.Object({
	roomId: RoomReference,
	time: Type.Optional(Type.Number({ minimum: 0, description: 'Seconds from the start of the stream; default: now' })),
	width: Type.Optional(side),
	height: Type.Optional(side),
	format: Type.Optional(Type.Enum(['jpg', 'png', 'webp'], { default: 'jpg' })),
});
export type CaptureHlsBody = Static<typeof CaptureHlsBody>;

/** Answer of `POST /v2/hls/capture`. */
export const CapturedThumbnail = Type.Object(
	{
		message: Type.Literal('captured thumbnail successfully'),
		roomId: Type.String(),
		meta: Type.Object({
			createdAt: Timestamp,
			width: Type.Integer(),
			height: Type.Integer(),
			format: Type.Enum(['jpg', 'png', 'webp']),
		}),
		filePath: Type.String({ description: 'A link to the picture, which expires' }),
		fileSize: Type.Integer({ description: 'Bytes' }),
		fileName: Type.String({ description: 'Without the file extension' }),
	},
	{ title: 'HlsThumbnail' },
);
export type CapturedThumbnail = Static<typeof CapturedThumbnail>;
