import type { Livestream, LivestreamOutputState, WebhookSummary } from '@roomcast/contract';
import type { StoredCapture } from '../egress/StoredCapture.ts';
import { LIVING, type StoredOutput } from './StoredOutput.ts';
import { maskedKey, shownUrl } from './shown.ts';

/** What a view of a livestream has in addition to its row. */
export interface LivestreamContext {
	readonly outputs: readonly StoredOutput[];
	readonly webhook: WebhookSummary;
	readonly publicUrl: string;
	/** Show URLs and stream keys as they were given. */
	readonly withStreamKeys: boolean;
}

/** A livestream as the API shows it. */
export function livestreamView(capture: StoredCapture, context: LivestreamContext): Livestream {
	const { roomId, sessionId } = capture;
	const { outputs, webhook, publicUrl, withStreamKeys } = context;
	return {
		id: capture.id,
		composerId: capture.id,
		roomId,
		sessionId,
		status: capture.state,
		error: capture.error,
		outputs: outputs.map((output) => outputView(capture, output, withStreamKeys)),
		start: iso(capture.startedAt),
		end: iso(capture.endedAt),
		region: 'default',
		config: capture.options.config ?? null,
		webhook,
		links: {
			get_room: `${publicUrl}/v2/rooms/${roomId}`,
			get_session: `${publicUrl}/v2/sessions/${sessionId}`,
		},
		createdAt: new Date(capture.createdAt).toISOString(),
		updatedAt: new Date(capture.updatedAt).toISOString(),
	};
}

/** One that a server left behind ended with its livestream. */
function outputView(capture: StoredCapture, output: StoredOutput, withStreamKeys: boolean): LivestreamOutputState {
	const over = capture.state === 'STOPPED' || capture.state === 'FAILED';
	const leftBehind = over && LIVING.includes(output.state);
	return {
		id: output.id,
		url: withStreamKeys ? output.url : shownUrl(output),
		streamKey: withStreamKeys ? output.streamKey : maskedKey(output.streamKey),
		status: leftBehind ? 'STOPPED' : output.state,
		reason: leftBehind ? null : output.reason,
		start: iso(output.startedAt),
		end: iso(leftBehind ? capture.endedAt : output.endedAt),
	};
}

function iso(at: number | null): string | null {
	return at === null ? null : new Date(at).toISOString();
}
