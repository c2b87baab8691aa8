import { declareEndpoints } from '../Endpoint.ts';
import {
	Delivery,
	DeliveryPage,
	DeliveryParams,
	ListDeliveriesQuery,
	RsaPublicKey,
	WebhookSecret,
} from '../webhooks.ts';

/** `/v2/webhooks`: a Roomcast addition. */
export const WEBHOOK_ENDPOINTS = declareEndpoints('Webhooks', {
	listWebhookDeliveries: {
		method: 'GET',
		path: '/v2/webhooks/deliveries',
		action: 'webhook.read',
		title: 'List webhook deliveries',
		text: 'Newest first: each message, its endpoint, and the result of each attempt.',
		query: ListDeliveriesQuery,
		answer: DeliveryPage,
	},
	getWebhookDelivery: {
		method: 'GET',
		path: '/v2/webhooks/deliveries/:id',
		action: 'webhook.read',
		title: 'Fetch a webhook delivery',
		text: 'By its `id`, which is the `webhook-id` that the endpoint received.',
		params: DeliveryParams,
		answer: Delivery,
		errors: ['DELIVERY_NOT_FOUND'],
	},
	replayWebhookDelivery: {
		method: 'POST',
		path: '/v2/webhooks/deliveries/:id/replay',
		action: 'webhook.replay',
		title: 'Send a webhook again',
		text: 'Sends it at once, whatever its state, with the same `webhook-id` and body, and then on the whole schedule if it fails. Enables an endpoint that answered 410 again.',
		params: DeliveryParams,
		answer: Delivery,
		errors: ['DELIVERY_NOT_FOUND'],
	},
	getWebhookSecret: {
		method: 'GET',
		path: '/v2/webhooks/secret',
		action: 'webhook.secret',
		title: 'Get the webhook secret',
		text: 'The secret that checks `webhook-signature` (Standard Webhooks).',
		answer: WebhookSecret,
		errors: ['UNAUTHORIZED_MEETING_ID', 'UNAUTHORIZED_PARTCIPANT_ID'],
	},
	rotateWebhookSecret: {
		method: 'POST',
		path: '/v2/webhooks/secret/rotate',
		action: 'webhook.secret',
		title: 'Rotate the webhook secret',
		text: 'Creates a new secret. For a day, both secrets sign; rotating again within that day ends the older one.',
		answer: WebhookSecret,
		errors: ['UNAUTHORIZED_MEETING_ID', 'UNAUTHORIZED_PARTCIPANT_ID'],
	},
});

/** A public key is for everybody. */
export const PUBLIC_KEY_ENDPOINTS = declareEndpoints('Webhooks', {
	getRsaPublicKey: {
		method: 'GET',
		path: '/v2/public/rsa-public-key',
		action: 'open',
		title: 'Get the public key for webhooks',
		text: 'The key that checks `videosdk-signature`. It is the same for all API keys and does not change.',
		answer: RsaPublicKey,
	},
});
