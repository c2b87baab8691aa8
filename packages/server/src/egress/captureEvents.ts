import type { WebhookMessage } from '@roomcast/contract';
import { hlsUrlsOf } from '../hls/hlsId.ts';
import type { SessionRoom } from '../sessions/host/SessionJournal.ts';
import type { OutboxEvent } from '../webhooks/Outbox.ts';
import type { CaptureKind, StoredCapture } from './Capture.ts';

/** The beginning of the names of the events of each kind. */
const EVENTS = {
	recording: 'recording',
	'participant-recording': 'participant-recording',
	'track-recording': 'participant-track-recording',
	livestream: 'livestream',
	hls: 'hls',
} as const satisfies Record<CaptureKind, string>;

/** What a capture reports. */
export type CapturePhase = 'starting' | 'started' | 'playable' | 'stopping' | 'stopped' | 'failed';

/** A finished file, as it is reported. */
export interface ReportedFile {
	readonly filePath: string;
	readonly fileUrl: string | null;
}

/**
 * The webhook event of a change of a capture (VideoSDK v2, user webhooks).
 *
 * @param files of `stopped`
 */
export function captureEvent(
	capture: StoredCapture,
	webhook: SessionRoom['webhook'],
	phase: CapturePhase,
	files: readonly ReportedFile[] = [],
): OutboxEvent {
	const data = { ...base(capture), ...details(capture, phase, files) };
	return {
		event: `${EVENTS[capture.kind]}-${phase}`,
		data,
		keyId: capture.keyId,
		room: { roomId: capture.roomId, webhook },
		sessionId: capture.sessionId,
		resourceId: capture.id,
		webhookUrl: capture.options.webhookUrl,
	} as WebhookMessage & OutboxEvent;
}

function base({ id, roomId, sessionId, kind, participantId, participantName, trackKind, options }: StoredCapture) {
	const ids = { id, meetingId: roomId, roomId, sessionId };
	if (participantId === null) return ids;
	const person = { ...ids, participantId, participantName, fileFormat: options.fileFormat };
	return kind === 'track-recording' ? { ...person, kind: trackKind } : person;
}

function details(capture: StoredCapture, phase: CapturePhase, files: readonly ReportedFile[]) {
	const start = iso(capture.startedAt);
	const end = iso(capture.endedAt);
	switch (phase) {
		case 'starting':
		case 'stopping':
			return {};
		case 'started':
			return { start, ...playback(capture) };
		case 'playable':
			return { start, ...hlsUrlsOf(capture) };
		case 'failed':
			return { reason: capture.error ?? 'unknown', start, end };
		case 'stopped': {
			const duration = ((capture.endedAt ?? 0) - (capture.startedAt ?? 0)) / 1000;
			const common = { start, end, duration, reason: capture.endReason ?? 'unknown' };
			if (capture.kind === 'livestream' || capture.kind === 'hls') return { ...common, ...playback(capture) };
			if (capture.kind !== 'recording') return { ...common, fileDetails: files };
			const [file] = files;
			return { ...common, filePath: file?.filePath ?? '', fileUrl: file?.fileUrl ?? null };
		}
	}
}

/** Where a stream is to be seen also when it is over. */
function playback(capture: StoredCapture) {
	const { playbackHlsUrl, downstreamUrl } = hlsUrlsOf(capture) ?? {};
	return playbackHlsUrl === undefined ? {} : { playbackHlsUrl, downstreamUrl };
}

function iso(at: number | null): string | null {
	return at === null ? null : new Date(at).toISOString();
}
