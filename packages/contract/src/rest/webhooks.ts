import { type Static, Type } from 'typebox';
import { Timestamp } from '../ids.ts';
import { PageQuery, page } from './common.ts';

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
