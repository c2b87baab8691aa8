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
					description: 'The newest first: what was sent or will be, where, and what came of each attempt.',
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
					description: 'By its `id`, which is the `webhook-id` that the endpoint got.',
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
						'At once, whatever came of it before, with the same `webhook-id` and body; then on the whole schedule if it fails. Takes an endpoint that answered 410 into use again.',
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
					summary: 'Get the secret of webhooks',
					description: 'What `webhook-signature` is checked with (Standard Webhooks).',
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
					summary: 'Rotate the secret of webhooks',
					description: 'Makes a new secret. For a day both sign; rotating again within it ends the older one.',
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
					summary: 'Get the public key of webhooks',
					description: 'What `videosdk-signature` is checked with. The same for all API keys; it does not change.',
					errors: [],
				},
				{ answer: RsaPublicKey },
			),
		},
		async () => ({ publicKey: webhooks.publicKey }),
	);
}
