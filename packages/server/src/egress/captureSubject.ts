import type { CaptureKind as RoomCaptureKind } from '@roomcast/contract';
import type { CaptureKind, StoredCapture } from './Capture.ts';

/** Whether it is of the room as a whole: those in it hear of it then. */
export function isRoomCapture(kind: CaptureKind): kind is RoomCaptureKind {
	return kind === 'recording' || kind === 'livestream' || kind === 'hls';
}

/** Whether it leaves as it happens. */
export function isStream({ kind }: StoredCapture): boolean {
	return kind === 'livestream' || kind === 'hls';
}

/** What may run once in a session. */
export function slotOf({ id, kind, participantId, trackKind }: StoredCapture, parallel: boolean): string {
	return parallel ? id : [kind, participantId, trackKind].filter((part) => part !== null).join(' ');
}

/** What is captured, in a sentence. */
export function subjectOf({ roomId, kind, participantId, trackKind }: StoredCapture): string {
	if (isRoomCapture(kind)) return `room ${roomId}`;
	return trackKind === null ? `participant ${participantId}` : `${trackKind} of participant ${participantId}`;
}
