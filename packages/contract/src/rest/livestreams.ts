import { type Static, Type } from 'typebox';
import { DocumentId, RoomReference } from '../ids.ts';
import { CompositionConfig, TranscriptionConfig } from './compositions.ts';

const HttpUrl = Type.String({ maxLength: 2048, pattern: '^https?://[^\\s]+$', description: 'http or https URL' });

/** Most places that one livestream goes to. */
export const MAX_OUTPUTS = 10;

/** Where a livestream goes. */
export const LivestreamOutput = Type.Object({
	url: Type.String({
		minLength: 8,
		maxLength: 2048,
		pattern: '^[rR][tT][mM][pP][sS]?://[^\\s]+$',
		description: '`rtmp://host[:port]/application` or `rtmps://…`, without the stream key',
	}),
	streamKey: Type.String({ minLength: 1, maxLength: 1024, description: 'A secret: it is shown masked' }),
});
export type LivestreamOutput = Static<typeof LivestreamOutput>;

/** What a participant can say who starts a livestream. */
export const StartLivestreamOptions = Type.Object({
	outputs: Type.Array(LivestreamOutput, { minItems: 1, maxItems: MAX_OUTPUTS }),
	templateUrl: Type.Optional(HttpUrl),
	transcription: Type.Optional(TranscriptionConfig),
	config: Type.Optional(CompositionConfig),
});
export type StartLivestreamOptions = Static<typeof StartLivestreamOptions>;

/** Body of `POST /v2/livestreams/start`. */
export const StartLivestreamBody = Type.Object({
	roomId: RoomReference,
	...StartLivestreamOptions.properties,
	webhookUrl: Type.Optional(
		Type.String({
			maxLength: 2048,
			pattern: '^https?://[^\\s]+$',
			description: 'Gets every event of this livestream, besides the webhook of the room',
		}),
	),
	resourceId: Type.Optional(
		Type.String({ maxLength: 64, description: 'Accepted and ignored: nothing is pooled here' }),
	),
});
export type StartLivestreamBody = Static<typeof StartLivestreamBody>;

/** Body of `POST /v2/livestreams/end`. */
export const StopLivestreamBody = Type.Object({
	roomId: RoomReference,
	id: Type.Optional(DocumentId),
});
export type StopLivestreamBody = Static<typeof StopLivestreamBody>;
