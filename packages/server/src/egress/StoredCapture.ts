import type { CaptureState, CompositionConfig, OnFailure, StartTrackRecordingBody } from '@roomcast/contract';

export type TrackKind = StartTrackRecordingBody['kind'];

/** How it was asked for. Kinds of output have more: each adds its own. */
export interface CaptureOptions {
	readonly config?: CompositionConfig | undefined;
	/** The page that is captured instead of a layout of ours. It may hold a token. */
	readonly templateUrl?: string | undefined;
	readonly webhookUrl?: string | undefined;
	readonly onFailure?: OnFailure | undefined;
	/** The capture beside which it runs, with the same picture: it ends with that. */
	readonly besides?: string | undefined;
	/** The participant who started it; missing for the owner of the room, by REST. */
	readonly startedBy?: string | undefined;
}

/** A capture as it is kept. Times are epoch ms. */
export interface StoredCapture<Options extends CaptureOptions = CaptureOptions> {
	/** 24 hexadecimal characters. */
	readonly id: string;
	readonly keyId: string;
	/** Document id of the room. */
	readonly room: string;
	readonly roomId: string;
	readonly sessionId: string;
	/** Name of its kind of output. */
	readonly kind: string;
	readonly participantId: string | null;
	readonly participantName: string | null;
	readonly trackKind: TrackKind | null;
	readonly options: Options;
	readonly state: CaptureState;
	/** Why it ended. */
	readonly endReason: string | null;
	/** What went wrong. */
	readonly error: string | null;
	/** Where its parts are, on the node that it runs on or ran on last. */
	readonly folder: string;
	readonly nodeId: string;
	/** The server process that runs it. */
	readonly runId: string;
	readonly startedAt: number | null;
	readonly endedAt: number | null;
	readonly createdAt: number;
	readonly updatedAt: number;
}

/** Where a capture runs. */
export type CapturePlace = Pick<StoredCapture, 'runId' | 'nodeId' | 'folder'>;

/** A stretch of a capture that one composer wrote. */
export interface CapturePart {
	readonly number: number;
	/** On the disk of its node. */
	readonly path: string;
	/** The node that wrote it. */
	readonly nodeId: string;
}
