import { type Static, Type } from 'typebox';
import { DocumentId, Timestamp } from '../ids.ts';
import { PageQuery, page } from './common.ts';

/**
 * Every event that a webhook reports, with its `data`. The body of a delivery is `{ webhookType, data }` (VideoSDK v2,
 * user webhooks page); `meetingId` and `roomId` are the same.
 */
const session = { meetingId: Type.String(), roomId: Type.String(), sessionId: DocumentId };

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
} as const;
export type WebhookEvent = keyof typeof WEBHOOK_EVENTS;
export type WebhookData<E extends WebhookEvent> = Static<(typeof WEBHOOK_EVENTS)[E]>;

export const DELIVERY_STATES = ['pending', 'delivered', 'failed', 'disabled', 'refused'] as const;

/** One message to one endpoint, with how its delivery went. */
export const Delivery = Type.Object(
	{
		id: Type.String({ description: 'Also the `webhook-id` header: the same on every attempt' }),
		event: Type.String(),
		url: Type.String({ description: 'Without credentials and query' }),
		roomId: Type.Union([Type.String(), Type.Null()]),
		sessionId: Type.Union([Type.String(), Type.Null()]),
		state: Type.Enum([...DELIVERY_STATES]),
		attempts: Type.Array(
			Type.Object({
				at: Timestamp,
				status: Type.Union([Type.Integer(), Type.Null()]),
				error: Type.Union([Type.String(), Type.Null()]),
				duration: Type.Integer({ description: 'ms' }),
			}),
		),
		createdAt: Timestamp,
		nextAttemptAt: Type.Union([Timestamp, Type.Null()]),
		body: Type.Unknown(),
	},
	{ $id: 'WebhookDelivery' },
);
export type Delivery = Static<typeof Delivery>;
export const DeliveryPage = page(Delivery);

export const ListDeliveriesQuery = Type.Object({
	...PageQuery.properties,
	event: Type.Optional(Type.String({ maxLength: 64, description: 'Exact name, or a prefix with `*`' })),
	state: Type.Optional(Type.Enum([...DELIVERY_STATES])),
	roomId: Type.Optional(Type.String({ maxLength: 128 })),
	sessionId: Type.Optional(Type.String({ maxLength: 64 })),
	url: Type.Optional(Type.String({ maxLength: 512 })),
});

/** The delivery summary that resources carry. */
export const WebhookSummary = Type.Object({
	totalCount: Type.Integer(),
	successCount: Type.Integer(),
	data: Type.Array(Type.Object({ type: Type.String(), success: Type.Boolean() })),
});

/** The secret of Standard Webhooks, `whsec_…`. The previous one still signs for a day after a rotation. */
export const WebhookSecret = Type.Object({
	secret: Type.String(),
	previousUntil: Type.Union([Timestamp, Type.Null()]),
});
export const RsaPublicKey = Type.Object({ publicKey: Type.String({ description: 'PEM' }) });
