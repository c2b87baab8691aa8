import type { StartParticipantRecordingBody } from '@roomcast/contract';
import type { CaptureOptions, StoredCapture } from '../egress/StoredCapture.ts';

/** How a recording was asked for. */
export interface RecordingOptions extends CaptureOptions {
	/** What was asked for; a copied track may become something else. */
	readonly fileFormat?: 'mp4' | 'webm' | 'm3u8' | 'mp3';
	/** Folder in the storage, checked. */
	readonly dirPath?: string | undefined;
	/** A URL that its files are PUT to, instead of any storage. */
	readonly preSignedUrl?: string | undefined;
	/** Of participant recordings: what their caller wants to find again. */
	readonly metadata?: StartParticipantRecordingBody['metadata'];
}

/** A recording as it is kept. */
export type StoredRecording = StoredCapture<RecordingOptions>;

/** Who is recorded. @throws Error where that is the room */
export function recordedParticipant({ id, participantId }: StoredRecording): string {
	if (participantId === null) throw new Error(`capture ${id} is of a participant, and names none`);
	return participantId;
}
