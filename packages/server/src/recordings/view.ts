import type { ParticipantRecording, RecordedFile, Recording, WebhookSummary } from '@roomcast/contract';
import type { StoredFile } from '../storage/StoredFile.ts';
import type { StoredRecording } from './StoredRecording.ts';

/** A file with its link. */
export interface LinkedFile {
	readonly file: StoredFile;
	readonly url: string | null;
}

/** What a view of a recording has in addition to its row. */
export interface RecordingContext {
	readonly files: readonly LinkedFile[];
	readonly webhook: WebhookSummary;
	readonly userId: string;
	readonly publicUrl: string;
}

/** A meeting recording as the API shows it. */
export function recordingView(capture: StoredRecording, context: RecordingContext): Recording {
	const [file] = context.files.filter(isRecorded).map(fileView);
	return {
		...base(capture, context),
		fileId: file?.id ?? null,
		file: file ?? null,
		config: capture.options.config ?? null,
	};
}

/** A recording of one participant, or of one track, as the API shows it. */
export function participantRecordingView(capture: StoredRecording, context: RecordingContext): ParticipantRecording {
	const { participantId, participantName, trackKind, options } = capture;
	return {
		...base(capture, context),
		participantId: participantId ?? '',
		participantName: participantName ?? '',
		kind: trackKind ?? 'audio_video',
		mode: trackKind === null ? 'participant' : 'track',
		fileFormat: options.fileFormat ?? 'webm',
		region: 'default',
		metadata: options.metadata ?? null,
		files: context.files.filter(isRecorded).map(fileView),
	};
}

function base(capture: StoredRecording, { webhook, userId, publicUrl }: RecordingContext) {
	return {
		id: capture.id,
		userId,
		roomId: capture.roomId,
		sessionId: capture.sessionId,
		status: capture.state,
		error: capture.error,
		start: iso(capture.startedAt),
		end: iso(capture.endedAt),
		createdAt: new Date(capture.createdAt).toISOString(),
		updatedAt: new Date(capture.updatedAt).toISOString(),
		webhook,
		links: {
			get_room: `${publicUrl}/v2/rooms/${capture.roomId}`,
			get_session: `${publicUrl}/v2/sessions/${capture.sessionId}`,
		},
	};
}

/** The segments of an HLS recording are found by its playlist. */
function isRecorded({ file }: LinkedFile): boolean {
	return file.meta.segment !== true;
}

function fileView({ file, url }: LinkedFile): RecordedFile {
	const { format, duration, resolution } = file.meta as Partial<RecordedFile['meta']>;
	return {
		id: file.id,
		_id: file.id,
		meta: { ...(resolution === undefined ? {} : { resolution }), format: format ?? 'json', duration: duration ?? 0 },
		filePath: file.path,
		fileUrl: url,
		size: file.size,
		type: duration === undefined ? 'index' : resolution === undefined ? 'audio' : 'video',
		userStorage: file.target === 'server' ? null : file.target,
		createdAt: file.createdAt.toISOString(),
		updatedAt: (file.storedAt ?? file.createdAt).toISOString(),
	};
}

function iso(at: number | null): string | null {
	return at === null ? null : new Date(at).toISOString();
}
