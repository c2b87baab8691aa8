import type {
	CaptureState,
	CompositionConfig,
	OnFailure,
	StartParticipantRecordingBody,
	StartTrackRecordingBody,
} from '@roomcast/contract';
import type { NewOutput } from '../livestreams/StoredOutput.ts';

/** What is captured: the whole room into a file or as a stream, one participant, or one track of one. */
export type CaptureKind = 'recording' | 'participant-recording' | 'track-recording' | 'livestream' | 'hls';

export type TrackKind = StartTrackRecordingBody['kind'];

/** How it was asked for. */
export interface CaptureOptions {
	readonly config?: CompositionConfig | undefined;
	/** The page that is captured instead of a layout of ours. It may hold a token. */
	readonly templateUrl?: string | undefined;
	/** What was asked for; a copied track may become something else. Streams have none. */
	readonly fileFormat?: 'mp4' | 'webm' | 'm3u8' | 'mp3';
	readonly webhookUrl?: string | undefined;
	/** Folder in the storage, checked. */
	readonly dirPath?: string | undefined;
	readonly preSignedUrl?: string | undefined;
	readonly onFailure?: OnFailure | undefined;
	readonly metadata?: StartParticipantRecordingBody['metadata'];
	/** Of HLS: what its URLs are made of. The secret is the part of them that cannot be guessed. */
	readonly hls?: { readonly secret: string; readonly publicUrl: string } | undefined;
	/** The stream that a recording is the file of: it ends with that. */
	readonly besides?: string | undefined;
	/** Where a livestream goes when it starts; kept apart, each with its state. */
	readonly outputs?: readonly NewOutput[];
	/** The participant who started it; missing for the owner of the room, by REST. */
	readonly startedBy?: string | undefined;
}

/** A capture as it is kept. Times are epoch ms. */
export interface StoredCapture {
	/** 24 hexadecimal characters. */
	readonly id: string;
	readonly keyId: string;
	/** Document id of the room. */
	readonly room: string;
	readonly roomId: string;
	readonly sessionId: string;
	readonly kind: CaptureKind;
	readonly participantId: string | null;
	readonly participantName: string | null;
	readonly trackKind: TrackKind | null;
	readonly options: CaptureOptions;
	readonly state: CaptureState;
	/** Why it ended. */
	readonly endReason: string | null;
	/** What went wrong. */
	readonly error: string | null;
	/** Where its parts are, on the node that made them. */
	readonly folder: string;
	readonly nodeId: string;
	/** The server process that runs it. */
	readonly runId: string;
	readonly startedAt: number | null;
	readonly endedAt: number | null;
	readonly createdAt: number;
	readonly updatedAt: number;
}

/** A stretch of a capture that one composer wrote. */
export interface CapturePart {
	readonly number: number;
	readonly path: string;
}
