import { type Static, Type } from 'typebox';
import { CAPTURE_KINDS, ROOM_CAPTURE_STATES } from '../captures.ts';
import { DocumentId, ParticipantId, RoomReference, Timestamp } from '../ids.ts';
import { TemplateUrl, targetUrl } from '../targets.ts';
import { TrackKind } from '../tracks.ts';
import { nullable, PageQuery, page } from './common.ts';
import { CompositionConfig, TranscriptionConfig } from './compositions.ts';
import { WebhookSummary } from './webhooks.ts';

/** A folder in the storage: what is recorded goes below it. */
export const DirPath = Type.String({
	minLength: 1,
	maxLength: 512,
	description: 'Folder in the storage, with `/` between names and without `..`',
});

const webhookUrl = Type.Optional(
	targetUrl('webhook', 2048, 'Receives every event of this recording, in addition to the webhook of the room'),
);

/** What to do about a recording that fails. */
export const OnFailure = Type.Object({
	action: Type.Literal('close-room', { description: 'End the session' }),
	waitTime: Type.Optional(
		Type.Number({ minimum: 0, maximum: 150, default: 150, description: 'Seconds from the failure to the action' }),
	),
});
export type OnFailure = Static<typeof OnFailure>;

/** What of a meeting recording REST, `autoStartConfig` and the SDK can say. */
const meetingRecording = {
	templateUrl: Type.Optional(TemplateUrl),
	transcription: Type.Optional(TranscriptionConfig),
	config: Type.Optional(CompositionConfig),
	webhookUrl,
	awsDirPath: Type.Optional(DirPath),
};

/** Body of `POST /v2/recordings/start`. */
export const StartRecordingBody = Type.Object({
	roomId: RoomReference,
	...meetingRecording,
	preSignedUrl: Type.Optional(
		targetUrl('upload', 2048, 'http or https URL to which the server sends the file with PUT'),
	),
	fileFormat: Type.Optional(Type.Enum(['mp4', 'webm'], { default: 'mp4' })),
	onFailure: Type.Optional(OnFailure),
	resourceId: Type.Optional(
		Type.String({ maxLength: 64, description: 'Accepted and ignored: this server has no resource pools' }),
	),
});
export type StartRecordingBody = Static<typeof StartRecordingBody>;

/** What a participant can say who starts a recording. */
export const StartRecordingOptions = Type.Object({
	...meetingRecording,
	templateUrl: Type.Optional(TemplateUrl),
});
export type StartRecordingOptions = Static<typeof StartRecordingOptions>;

/** Body of `POST /v2/recordings/end`. */
export const StopRecordingBody = Type.Object({
	roomId: RoomReference,
	id: Type.Optional(Type.String({ maxLength: 64, description: 'One recording, if several run; without it, all' })),
});
export type StopRecordingBody = Static<typeof StopRecordingBody>;

const FileFormat = Type.Enum(['mp4', 'webm', 'm3u8'], {
	default: 'webm',
	description: '`webm` is copied, `mp4` and `m3u8` are encoded. `m3u8` is a playlist with its segments next to it',
});

/** Body of `POST /v2/recordings/participant/start`. */
export const StartParticipantRecordingBody = Type.Object({
	roomId: RoomReference,
	participantId: ParticipantId,
	fileFormat: Type.Optional(FileFormat),
	webhookUrl,
	bucketDirPath: Type.Optional(DirPath),
	metadata: Type.Optional(
		Type.Record(Type.String({ maxLength: 128 }), Type.Unknown(), {
			maxProperties: 64,
			description: 'Stored and returned with the recording; at most 8 KB of JSON',
		}),
	),
});
export type StartParticipantRecordingBody = Static<typeof StartParticipantRecordingBody>;

/** Body of `POST /v2/recordings/participant/stop`. */
export const StopParticipantRecordingBody = Type.Object({ roomId: RoomReference, participantId: ParticipantId });
export type StopParticipantRecordingBody = Static<typeof StopParticipantRecordingBody>;

/** Body of `POST /v2/recordings/participant/track/start`. */
export const StartTrackRecordingBody = Type.Object({
	roomId: RoomReference,
	participantId: ParticipantId,
	kind: TrackKind,
	fileFormat: Type.Optional(
		Type.Enum(['mp4', 'webm', 'm3u8', 'mp3'], {
			default: 'webm',
			description:
				'The server does not encode again: the container follows the codec (MP4 for H.264, otherwise WebM). `mp3` and `m3u8` are for sound',
		}),
	),
	webhookUrl,
	bucketDirPath: Type.Optional(DirPath),
});
export type StartTrackRecordingBody = Static<typeof StartTrackRecordingBody>;

/** Body of `POST /v2/recordings/participant/track/stop`. */
export const StopTrackRecordingBody = Type.Object({
	roomId: RoomReference,
	participantId: ParticipantId,
	kind: TrackKind,
});
export type StopTrackRecordingBody = Static<typeof StopTrackRecordingBody>;

/** Answers that are one sentence, as a JSON string. */
export const Sentence = Type.String();

/** A finished file of a recording. */
export const RecordedFile = Type.Object({
	id: DocumentId,
	_id: DocumentId,
	meta: Type.Object({
		resolution: Type.Optional(Type.Object({ width: Type.Integer(), height: Type.Integer() })),
		format: Type.String({ description: 'mp4, webm, mp3 or m3u8' }),
		duration: Type.Number({ description: 'Seconds' }),
	}),
	filePath: Type.String({ description: 'Path in the storage' }),
	fileUrl: nullable(Type.String({ description: 'Link that expires; null if this server cannot read the file' })),
	size: Type.Integer({ description: 'Bytes' }),
	type: Type.Enum(['video', 'audio', 'index']),
	userStorage: nullable(Type.String({ description: 'The bucket, if the API key has its own storage' })),
	createdAt: Timestamp,
	updatedAt: Timestamp,
});
export type RecordedFile = Static<typeof RecordedFile>;

/** Answer of `GET /v2/rooms/:roomId/captures`. */
export const RoomCaptures = Type.Object({
	captures: Type.Array(
		Type.Object({ capture: Type.Enum([...CAPTURE_KINDS]), status: Type.Enum([...ROOM_CAPTURE_STATES]) }),
		{ description: 'Recordings and streams of the room that are running, oldest first' },
	),
});
export type RoomCaptures = Static<typeof RoomCaptures>;

/** How a recording stands. */
export const CAPTURE_STATES = ['STARTING', 'STARTED', 'STOPPING', 'STOPPED', 'FAILED'] as const;
export type CaptureState = (typeof CAPTURE_STATES)[number];

const common = {
	id: DocumentId,
	userId: DocumentId,
	roomId: Type.String(),
	sessionId: DocumentId,
	status: Type.Enum([...CAPTURE_STATES], { description: '`STOPPED` once the file is in the storage' }),
	error: nullable(Type.String({ description: 'Why it failed or ended early' })),
	start: nullable(Timestamp),
	end: nullable(Timestamp),
	createdAt: Timestamp,
	updatedAt: Timestamp,
	webhook: WebhookSummary,
	links: Type.Object({ get_room: Type.String(), get_session: Type.String() }),
};

/** A meeting recording. */
export const Recording = Type.Object(
	{
		...common,
		fileId: nullable(Type.String()),
		file: nullable(RecordedFile),
		config: nullable(CompositionConfig),
	},
	{ title: 'Recording' },
);
export type Recording = Static<typeof Recording>;
export const RecordingPage = page(Recording);

/** A recording of one participant, or of one track. */
export const ParticipantRecording = Type.Object(
	{
		...common,
		participantId: Type.String(),
		participantName: Type.String(),
		kind: Type.Enum(['audio_video', 'audio', 'video', 'screen_audio', 'screen_video']),
		mode: Type.Enum(['participant', 'track']),
		fileFormat: Type.String({ description: 'The requested format; `files[].meta.format` has the actual one' }),
		region: Type.String(),
		metadata: nullable(Type.Record(Type.String(), Type.Unknown())),
		files: Type.Array(RecordedFile),
	},
	{ title: 'ParticipantRecording' },
);
export type ParticipantRecording = Static<typeof ParticipantRecording>;
export const ParticipantRecordingPage = page(ParticipantRecording);

const filters = {
	...PageQuery.properties,
	roomId: Type.Optional(RoomReference),
	sessionId: Type.Optional(Type.String({ maxLength: 64 })),
};

export const ListRecordingsQuery = Type.Object({
	...filters,
	query: Type.Optional(Type.String({ maxLength: 128, description: 'Exactly a `roomId` or a `customRoomId`' })),
	withTranscription: Type.Optional(Type.Boolean({ description: 'Accepted and ignored: there are no transcriptions' })),
});
export type ListRecordingsQuery = Static<typeof ListRecordingsQuery>;

export const ListParticipantRecordingsQuery = Type.Object({
	...filters,
	participantId: Type.Optional(ParticipantId),
});
export type ListParticipantRecordingsQuery = Static<typeof ListParticipantRecordingsQuery>;

export const RecordingParams = Type.Object({ id: Type.String({ minLength: 1, maxLength: 64 }) });
