import type { WebhookMessage } from '@roomcast/contract';
import type { SessionRoom } from '../sessions/host/SessionJournal.ts';
import type { OutboxEvent } from '../webhooks/Outbox.ts';
import type { OutputFacts } from './OutputFacts.ts';
import type { StoredCapture } from './StoredCapture.ts';

/** What a capture reports. */
export type CapturePhase = 'starting' | 'started' | 'playable' | 'stopping' | 'stopped' | 'failed';

/** A finished file, as it is reported. */
export interface ReportedFile {
	readonly filePath: string;
	readonly fileUrl: string | null;
}

/** What a kind of output adds to what is reported. */
export interface OutputReport {
	/** What its webhook events say in addition to who, when and why. @param files of `stopped` */
	report?(
		capture: StoredCapture,
		phase: CapturePhase,
		files: readonly ReportedFile[],
	): Readonly<Record<string, unknown>>;
}

/**
 * The webhook event of a change of a capture (VideoSDK v2, user webhooks).
 *
 * @param files of `stopped`
 */
export function captureEvent(
	kind: Pick<OutputFacts, 'events' | 'scope' | 'verb'> & OutputReport,
	capture: StoredCapture,
	webhook: SessionRoom['webhook'],
	phase: CapturePhase,
	files: readonly ReportedFile[] = [],
): OutboxEvent {
	// A failure that knows more says so in its details.
	const code = phase === 'failed' && kind.verb === 'streamed' ? { reasonCode: 'OTHER' } : {};
	const report = kind.report?.(capture, phase, files);
	const data = { ...subject(kind, capture), ...times(capture, phase), ...code, ...report };
	return {
		event: `${kind.events}-${phase}`,
		data,
		keyId: capture.keyId,
		room: { roomId: capture.roomId, webhook },
		sessionId: capture.sessionId,
		resourceId: capture.id,
		webhookUrl: capture.options.webhookUrl,
	} as WebhookMessage & OutboxEvent;
}

function subject({ scope }: Pick<OutputFacts, 'scope'>, capture: StoredCapture) {
	const { id, roomId, sessionId, participantId, participantName, trackKind } = capture;
	const room = { id, meetingId: roomId, roomId, sessionId };
	if (scope === 'room') return room;
	const person = { ...room, participantId, participantName };
	return scope === 'participant' ? person : { ...person, kind: trackKind };
}

function times({ startedAt, endedAt, endReason, error }: StoredCapture, phase: CapturePhase) {
	const start = iso(startedAt);
	const end = iso(endedAt);
	switch (phase) {
		case 'starting':
		case 'stopping':
			return {};
		case 'started':
		case 'playable':
			return { start };
		case 'failed':
			return { reason: error ?? 'unknown', start, end };
		case 'stopped':
			return { start, end, duration: ((endedAt ?? 0) - (startedAt ?? 0)) / 1000, reason: endReason ?? 'unknown' };
	}
}

function iso(at: number | null): string | null {
	return at === null ? null : new Date(at).toISOString();
}
