import { type Static, Type } from 'typebox';
import { DocumentId, RoomReference } from '../ids.ts';
import { CompositionConfig, TranscriptionConfig } from './compositions.ts';

const HttpUrl = Type.String({ maxLength: 2048, pattern: '^https?://[^\\s]+$', description: 'http or https URL' });

/** What a participant can say who starts HLS. */
export const StartHlsOptions = Type.Object({
	templateUrl: Type.Optional(HttpUrl),
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
		Type.String({
			maxLength: 2048,
			pattern: '^https?://[^\\s]+$',
			description: 'Gets every event of this stream, besides the webhook of the room',
		}),
	),
	recording: Type.Optional(
		Type.Object({ enabled: Type.Optional(Type.Boolean()) }, { description: 'The same as `config.recording`' }),
	),
	resourceId: Type.Optional(
		Type.String({ maxLength: 64, description: 'Accepted and ignored: nothing is pooled here' }),
	),
});
export type StartHlsBody = Static<typeof StartHlsBody>;

/** Body of `POST /v2/hls/end`. */
export const StopHlsBody = Type.Object({
	roomId: RoomReference,
	id: Type.Optional(DocumentId),
});
export type StopHlsBody = Static<typeof StopHlsBody>;
