import { type Static, Type } from 'typebox';
import { DocumentId, RoomReference, Timestamp } from '../ids.ts';
import { TemplateUrl, targetUrl } from '../targets.ts';
import { Links, nullable, PageQuery, page } from './common.ts';
import { CompositionConfig, TranscriptionConfig } from './compositions.ts';
import { CAPTURE_STATES } from './recordings.ts';
import { WebhookSummary } from './webhooks.ts';

/** Most places that one livestream goes to. */
export const MAX_OUTPUTS = 10;

/** Where a livestream goes. */
export const LivestreamOutput = Type.Object({
	url: targetUrl('livestream', 2048, '`rtmp://host[:port]/application` or `rtmps://…`, without the stream key'),
	streamKey: Type.String({ minLength: 1, maxLength: 1024, description: 'A secret: answers only have its masked form' }),
});
export type LivestreamOutput = Static<typeof LivestreamOutput>;

/** What a participant can say who starts a livestream. */
export const StartLivestreamOptions = Type.Object({
	outputs: Type.Array(LivestreamOutput, { minItems: 1, maxItems: MAX_OUTPUTS }),
	templateUrl: Type.Optional(TemplateUrl),
	transcription: Type.Optional(TranscriptionConfig),
	config: Type.Optional(CompositionConfig),
});
export type StartLivestreamOptions = Static<typeof StartLivestreamOptions>;

/** Body of `POST /v2/livestreams/start`. */
export const StartLivestreamBody = Type.Object({
	roomId: RoomReference,
	...StartLivestreamOptions.properties,
	webhookUrl: Type.Optional(
		targetUrl('webhook', 2048, 'Receives every event of this livestream, in addition to the webhook of the room'),
	),
	resourceId: Type.Optional(
		Type.String({ maxLength: 64, description: 'Accepted and ignored: this server has no resource pools' }),
	),
});
export type StartLivestreamBody = Static<typeof StartLivestreamBody>;

/** Body of `POST /v2/livestreams/end`. */
export const StopLivestreamBody = Type.Object({
	roomId: RoomReference,
	id: Type.Optional(DocumentId),
});
export type StopLivestreamBody = Static<typeof StopLivestreamBody>;

/**
 * How an output stands. `CONNECTING`: not published yet. `RECONNECTING`: it was published, and is tried again. `FAILED`:
 * abandoned. `STOPPED`: removed, or the livestream is over.
 */
export const OUTPUT_STATES = ['CONNECTING', 'PUBLISHING', 'RECONNECTING', 'FAILED', 'STOPPED'] as const;
export type OutputState = (typeof OUTPUT_STATES)[number];

/** An output of a livestream, as it stands. */
export const LivestreamOutputState = Type.Object(
	{
		id: DocumentId,
		url: Type.String({ description: 'Without its query' }),
		streamKey: Type.String({ description: 'Masked, unless you ask for it with `withStreamKeys`' }),
		status: Type.Enum([...OUTPUT_STATES]),
		reason: nullable(Type.String({ description: 'Why the server is retrying, or why the output failed' })),
		start: nullable(Timestamp),
		end: nullable(Timestamp),
	},
	{ title: 'LivestreamOutput' },
);
export type LivestreamOutputState = Static<typeof LivestreamOutputState>;

/** A livestream. */
export const Livestream = Type.Object(
	{
		id: DocumentId,
		composerId: Type.String({ description: 'The same as `id`' }),
		roomId: Type.String(),
		sessionId: DocumentId,
		status: Type.Enum([...CAPTURE_STATES]),
		error: nullable(Type.String({ description: 'Why it failed' })),
		outputs: Type.Array(LivestreamOutputState),
		start: nullable(Timestamp),
		end: nullable(Timestamp),
		region: Type.String(),
		config: nullable(CompositionConfig),
		webhook: WebhookSummary,
		links: Links,
		createdAt: Timestamp,
		updatedAt: Timestamp,
	},
	{ title: 'Livestream' },
);
export type Livestream = Static<typeof Livestream>;
export const LivestreamPage = page(Livestream);

export const ListLivestreamsQuery = Type.Object({
	...PageQuery.properties,
	roomId: Type.Optional(RoomReference),
	sessionId: Type.Optional(Type.String({ maxLength: 64 })),
	query: Type.Optional(Type.String({ maxLength: 128, description: 'Exactly a `roomId` or a `customRoomId`' })),
});
export type ListLivestreamsQuery = Static<typeof ListLivestreamsQuery>;

const id = Type.String({ minLength: 1, maxLength: 64 });
export const LivestreamParams = Type.Object({ id });
export const LivestreamOutputParams = Type.Object({ id, outputId: id });

/** Query of `GET /v2/livestreams/{id}`. */
export const GetLivestreamQuery = Type.Object({
	withStreamKeys: Type.Optional(
		Type.Boolean({
			description: 'Show complete stream keys and URLs. Needs a token with `allow_mod` that names no participant',
		}),
	),
});
