import { type Static, Type } from 'typebox';
import { StreamFailure } from '../failures.ts';
import { DocumentId, Timestamp } from '../ids.ts';

const session = { meetingId: Type.String(), roomId: Type.String(), sessionId: DocumentId };

/** What every event of a recording or stream says: `id` is the one that REST shows. */
const capture = { ...session, id: DocumentId };
const started = { ...capture, start: Timestamp };
const failed = {
	...capture,
	reason: Type.String({ description: 'What went wrong' }),
	start: Type.Union([Timestamp, Type.Null()]),
	end: Type.Union([Timestamp, Type.Null()]),
};
const streamFailed = { ...failed, reasonCode: StreamFailure };
/** One finished file; the URL is null where this server cannot read it. */
const fileDetails = Type.Object({ filePath: Type.String(), fileUrl: Type.Union([Type.String(), Type.Null()]) });
const ended = {
	...capture,
	start: Timestamp,
	end: Timestamp,
	duration: Type.Number({ description: 'Seconds' }),
	reason: Type.String({ description: 'Why it ended' }),
};
const person = { participantId: Type.String(), participantName: Type.String(), fileFormat: Type.String() };
const hlsUrls = {
	playbackHlsUrl: Type.String({ description: 'Live, with everything since the start' }),
	downstreamUrl: Type.String({ description: 'Older name of `playbackHlsUrl`' }),
};
const track = { ...person, kind: Type.String() };

/**
 * Every event that a webhook reports, with its `data`. The body of a delivery is `{ webhookType, data }` (VideoSDK v2,
 * user webhooks page); `meetingId` and `roomId` are the same.
 */
export const WEBHOOK_EVENTS = {
	'session-started': Type.Object({ ...session, start: Timestamp }),
	'session-ended': Type.Object({
		...session,
		start: Timestamp,
		end: Timestamp,
		duration: Type.Number({ description: 'Seconds' }),
		reason: Type.String(),
	}),
	'participant-joined': Type.Object({
		...session,
		participantId: Type.String(),
		participantName: Type.String(),
		joinedAt: Timestamp,
	}),
	'participant-left': Type.Object({
		...session,
		participantId: Type.String(),
		participantName: Type.String(),
		joinedAt: Timestamp,
		leftAt: Timestamp,
		duration: Type.Number({ description: 'Seconds of this stay' }),
		reason: Type.Object({ code: Type.Integer(), message: Type.String() }),
	}),
	'recording-starting': Type.Object(capture),
	'recording-started': Type.Object(started),
	'recording-stopping': Type.Object(capture),
	'recording-stopped': Type.Object({ ...ended, ...fileDetails.properties }),
	'recording-failed': Type.Object(failed),
	'participant-recording-starting': Type.Object({ ...capture, ...person }),
	'participant-recording-started': Type.Object({ ...started, ...person }),
	'participant-recording-stopping': Type.Object({ ...capture, ...person }),
	'participant-recording-stopped': Type.Object({ ...ended, ...person, fileDetails: Type.Array(fileDetails) }),
	'participant-recording-failed': Type.Object({ ...failed, ...person }),
	'participant-track-recording-starting': Type.Object({ ...capture, ...track }),
	'participant-track-recording-started': Type.Object({ ...started, ...track }),
	'participant-track-recording-stopping': Type.Object({ ...capture, ...track }),
	'participant-track-recording-stopped': Type.Object({ ...ended, ...track, fileDetails: Type.Array(fileDetails) }),
	'participant-track-recording-failed': Type.Object({ ...failed, ...track }),
	'livestream-starting': Type.Object(capture),
	'livestream-started': Type.Object(started),
	'livestream-stopping': Type.Object(capture),
	'livestream-stopped': Type.Object(ended),
	'livestream-failed': Type.Object({
		...streamFailed,
		output: Type.Optional(
			Type.Object(
				{ id: Type.String(), url: Type.String() },
				{ description: 'The output that failed, if the others continue; without its stream key' },
			),
		),
	}),
	'hls-starting': Type.Object(capture),
	'hls-started': Type.Object({ ...started, ...hlsUrls }),
	'hls-playable': Type.Object({
		...started,
		...hlsUrls,
		livestreamUrl: Type.String({ description: 'Live only' }),
	}),
	'hls-stopping': Type.Object(capture),
	'hls-stopped': Type.Object({ ...ended, ...hlsUrls }),
	'hls-failed': Type.Object(streamFailed),
} as const;
export type WebhookEvent = keyof typeof WEBHOOK_EVENTS;

type WebhookBodies = { [E in WebhookEvent]: Static<(typeof WEBHOOK_EVENTS)[E]> };
export type WebhookData<E extends WebhookEvent> = WebhookBodies[E];

/** An event with the data that belongs to it. */
export type WebhookMessage = {
	[E in WebhookEvent]: { readonly event: E; readonly data: WebhookData<E> };
}[WebhookEvent];
