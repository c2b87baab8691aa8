import type { OutputFacts } from './OutputFacts.ts';
import type { StoredCapture } from './StoredCapture.ts';

/** What may run once in a session. */
export function slotOf({ id, kind, participantId, trackKind }: StoredCapture, parallel: boolean): string {
	return parallel ? id : [kind, participantId, trackKind].filter((part) => part !== null).join(' ');
}

/** What is captured, in a sentence. */
export function subjectOf(
	{ scope }: Pick<OutputFacts, 'scope'>,
	{ roomId, participantId, trackKind }: StoredCapture,
): string {
	if (scope === 'room') return `room ${roomId}`;
	return scope === 'participant' ? `participant ${participantId}` : `${trackKind} of participant ${participantId}`;
}
