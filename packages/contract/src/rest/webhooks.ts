import { type Static, Type } from 'typebox';
import { StreamFailure } from '../failures.ts';
import { DocumentId, Timestamp } from '../ids.ts';
import { PageQuery, page } from './common.ts';

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

/**
 * How a delivery stands. `pending`: waits for its next attempt. `delivered`: answered with 2xx. `failed`: abandoned.
 * `disabled`: the endpoint answered 410 Gone before, or now. `refused`: the URL is one that the server does not call.
 */
export const DELIVERY_STATES = ['pending', 'delivered', 'failed', 'disabled', 'refused'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

export const DeliveryAttempt = Type.Object({
	at: Timestamp,
	status: Type.Union([Type.Integer(), Type.Null()], { description: 'HTTP status; null if there was no answer' }),
	error: Type.Union([Type.String(), Type.Null()], { description: 'What went wrong; null if it was delivered' }),
	duration: Type.Integer({ description: 'ms' }),
});
export type DeliveryAttempt = Static<typeof DeliveryAttempt>;

/** One message to one endpoint, with how its delivery went. */
export const Delivery = Type.Object(
	{
		id: Type.String({ description: 'Also the `webhook-id` header; the same on every attempt' }),
		event: Type.String(),
		url: Type.String({ description: 'Without credentials, query and fragment, which may contain secrets' }),
		roomId: Type.Union([Type.String(), Type.Null()]),
		sessionId: Type.Union([Type.String(), Type.Null()]),
		state: Type.Enum([...DELIVERY_STATES]),
		attempts: Type.Array(DeliveryAttempt, { description: 'Oldest first; the last 50' }),
		createdAt: Timestamp,
		nextAttemptAt: Type.Union([Timestamp, Type.Null()], {
			description: 'Earliest time of the next attempt. Null if there is none, or if an earlier message goes first',
		}),
		body: Type.Unknown({ description: 'The message: `webhookType` and `data`' }),
	},
	{ title: 'WebhookDelivery' },
);
export type Delivery = Static<typeof Delivery>;
export const DeliveryPage = page(Delivery);
export type DeliveryPage = Static<typeof DeliveryPage>;

export const ListDeliveriesQuery = Type.Object({
	...PageQuery.properties,
	event: Type.Optional(
		Type.String({
			maxLength: 64,
			pattern: '^[a-z-]*\\*?$',
			description: 'Exact name, a prefix such as `session-*`, or `*`',
		}),
	),
	state: Type.Optional(Type.Enum([...DELIVERY_STATES])),
	roomId: Type.Optional(Type.String({ maxLength: 128, description: '`roomId` of the room' })),
	sessionId: Type.Optional(Type.String({ maxLength: 64 })),
	url: Type.Optional(Type.String({ maxLength: 2048, description: 'Exactly the endpoint, ignoring its query' })),
});
export type ListDeliveriesQuery = Static<typeof ListDeliveriesQuery>;

export const DeliveryParams = Type.Object({ id: Type.String({ minLength: 1, maxLength: 64 }) });

/** The delivery summary that resources carry (VideoSDK v2, resources with a `webhook`): one entry per message. */
export const WebhookSummary = Type.Object({
	totalCount: Type.Integer(),
	successCount: Type.Integer(),
	data: Type.Array(Type.Object({ type: Type.String(), success: Type.Boolean() })),
});
export type WebhookSummary = Static<typeof WebhookSummary>;

/** The secret of Standard Webhooks, `whsec_…`. The previous one still signs for a day after a rotation. */
export const WebhookSecret = Type.Object(
	{
		secret: Type.String({ description: '`whsec_` and 32 random bytes in base64' }),
		previousUntil: Type.Union([Timestamp, Type.Null()], {
			description: 'Until then, the previous secret also signs; null if there is none',
		}),
	},
	{ title: 'WebhookSecret' },
);
export type WebhookSecret = Static<typeof WebhookSecret>;

/** The key that checks `videosdk-signature`. */
export const RsaPublicKey = Type.Object({ publicKey: Type.String({ description: 'PEM' }) }, { title: 'RsaPublicKey' });
