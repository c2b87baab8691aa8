import type { HlsStream, StartedHls, WebhookSummary } from '@roomcast/contract';
import { completeConfig } from '@roomcast/picture/config';
import type { StoredCapture } from '../egress/StoredCapture.ts';
import { hlsUrlsOf } from './hlsId.ts';

/** What a view of a stream has in addition to its row. */
export interface HlsContext {
	readonly webhook: WebhookSummary;
	readonly publicUrl: string;
	/** Epoch ms. */
	readonly now: number;
}

/** A stream that has just begun. */
export function startedHlsView(capture: StoredCapture, publicUrl: string): StartedHls {
	return {
		id: capture.id,
		sessionId: capture.sessionId,
		roomId: capture.roomId,
		start: iso(capture.startedAt ?? capture.createdAt),
		links: linksOf(capture, publicUrl),
		...urlsOf(capture, publicUrl),
	};
}

/** A stream as the API shows it. */
export function hlsView(capture: StoredCapture, { webhook, publicUrl, now }: HlsContext): HlsStream {
	const { startedAt, endedAt, options } = capture;
	const { config } = options;
	const { mode, quality, orientation } = completeConfig(config);
	return {
		id: capture.id,
		composerId: capture.id,
		roomId: capture.roomId,
		meetingId: capture.roomId,
		sessionId: capture.sessionId,
		status: capture.state,
		error: capture.error,
		start: startedAt === null ? null : iso(startedAt),
		end: endedAt === null ? null : iso(endedAt),
		duration: startedAt === null ? 0 : Math.max(0, ((endedAt ?? now) - startedAt) / 1000),
		mode,
		quality,
		orientation,
		config: config ?? null,
		captureLog: [],
		encryption: {},
		webhook,
		links: linksOf(capture, publicUrl),
		createdAt: iso(capture.createdAt),
		updatedAt: iso(capture.updatedAt),
		...urlsOf(capture, publicUrl),
	};
}

function urlsOf(capture: StoredCapture, publicUrl: string) {
	return hlsUrlsOf(capture, publicUrl) ?? { playbackHlsUrl: '', downstreamUrl: '', livestreamUrl: '' };
}

function linksOf({ roomId, sessionId }: StoredCapture, publicUrl: string) {
	return { get_room: `${publicUrl}/v2/rooms/${roomId}`, get_session: `${publicUrl}/v2/sessions/${sessionId}` };
}

const iso = (at: number) => new Date(at).toISOString();
