import {
	Delivery,
	DeliveryPage,
	DeliveryParams,
	ListDeliveriesQuery,
	RsaPublicKey,
	WebhookSecret,
} from '@roomcast/contract';
import { callerOf } from '../auth/authenticateRequests.ts';
import type { App } from '../http/App.ts';
import { type OperationText, operation } from '../http/operation.ts';
import { pageInfo, requestedPage } from '../http/paging.ts';
import type { WebhookService } from './service.ts';
import { deliveryView, secretView } from './view.ts';

const tags = ['Webhooks'] as const satisfies OperationText['tags'];
const SECRET_ERRORS = ['UNAUTHORIZED_MEETING_ID', 'UNAUTHORIZED_PARTCIPANT_ID'] as const;

/** `/v2/webhooks`, our addition to the API, in a scope that authenticates. */
export function registerWebhookRoutes(app: App, webhooks: WebhookService): void {
	app.get(
		'/v2/webhooks/deliveries',
		{
			schema: operation(
				{
					tags,
					action: 'webhook.read',
					operationId: 'listWebhookDeliveries',
					summary: 'List webhook deliveries',
					description: 'Newest first: each message, its endpoint, and the result of each attempt.',
					errors: [],
				},
				{ querystring: ListDeliveriesQuery, answer: DeliveryPage },
			),
		},
		async (request) => {
			const query = requestedPage(request.query);
			const { deliveries, total } = await webhooks.list(callerOf(request), query);
			return { pageInfo: pageInfo(query, total), data: deliveries.map(deliveryView) };
		},
	);

	app.get(
		'/v2/webhooks/deliveries/:id',
		{
			schema: operation(
				{
					tags,
					action: 'webhook.read',
					operationId: 'getWebhookDelivery',
					summary: 'Fetch a webhook delivery',
					description: 'By its `id`, which is the `webhook-id` that the endpoint received.',
					errors: ['DELIVERY_NOT_FOUND'],
				},
				{ params: DeliveryParams, answer: Delivery },
			),
		},
		async (request) => deliveryView(await webhooks.get(callerOf(request), request.params.id)),
	);

	app.post(
		'/v2/webhooks/deliveries/:id/replay',
		{
			schema: operation(
				{
					tags,
					action: 'webhook.replay',
					operationId: 'replayWebhookDelivery',
					summary: 'Send a webhook again',
					description:
						'Sends it at once, whatever its state, with the same `webhook-id` and body, and then on the whole schedule if it fails. Enables an endpoint that answered 410 again.',
					errors: ['DELIVERY_NOT_FOUND'],
				},
				{ params: DeliveryParams, answer: Delivery },
			),
		},
		async (request) => deliveryView(await webhooks.replay(callerOf(request), request.params.id)),
	);

	app.get(
		'/v2/webhooks/secret',
		{
			schema: operation(
				{
					tags,
					action: 'webhook.secret',
					operationId: 'getWebhookSecret',
					summary: 'Get the webhook secret',
					description: 'The secret that checks `webhook-signature` (Standard Webhooks).',
					errors: SECRET_ERRORS,
				},
				{ answer: WebhookSecret },
			),
		},
		async (request) => secretView(await webhooks.secret(callerOf(request))),
	);

	app.post(
		'/v2/webhooks/secret/rotate',
		{
			schema: operation(
				{
					tags,
					action: 'webhook.secret',
					operationId: 'rotateWebhookSecret',
					summary: 'Rotate the webhook secret',
					description:
						'Creates a new secret. For a day, both secrets sign; rotating again within that day ends the older one.',
					errors: SECRET_ERRORS,
				},
				{ answer: WebhookSecret },
			),
		},
		async (request) => secretView(await webhooks.rotateSecret(callerOf(request))),
	);
}

/** The route that answers without a token: a public key is for everybody. */
export function registerPublicKeyRoute(app: App, webhooks: WebhookService): void {
	app.get(
		'/v2/public/rsa-public-key',
		{
			schema: operation(
				{
					tags,
					action: 'open',
					operationId: 'getRsaPublicKey',
					summary: 'Get the public key for webhooks',
					description: 'The key that checks `videosdk-signature`. It is the same for all API keys and does not change.',
					errors: [],
				},
				{ answer: RsaPublicKey },
			),
		},
		async () => ({ publicKey: webhooks.publicKey }),
	);
}
