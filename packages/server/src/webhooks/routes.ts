import { PUBLIC_KEY_ENDPOINTS, WEBHOOK_ENDPOINTS } from '@roomcast/contract';
import type { App } from '../http/App.ts';
import { implement } from '../http/implement.ts';
import { pageInfo, requestedPage } from '../http/paging.ts';
import type { WebhookService } from './service.ts';
import { deliveryView, secretView } from './view.ts';

/** `/v2/webhooks`, in a scope that authenticates. */
export function registerWebhookRoutes(app: App, webhooks: WebhookService): void {
	implement(app, WEBHOOK_ENDPOINTS, {
		listWebhookDeliveries: async ({ caller, query }) => {
			const paging = requestedPage(query);
			const { deliveries, total } = await webhooks.list(caller, paging);
			return { pageInfo: pageInfo(paging, total), data: deliveries.map(deliveryView) };
		},
		getWebhookDelivery: async ({ caller, params }) => deliveryView(await webhooks.get(caller, params.id)),
		replayWebhookDelivery: async ({ caller, params }) => deliveryView(await webhooks.replay(caller, params.id)),
		getWebhookSecret: async ({ caller }) => secretView(await webhooks.secret(caller)),
		rotateWebhookSecret: async ({ caller }) => secretView(await webhooks.rotateSecret(caller)),
	});
}

/** Answers without a token: a public key is for everybody. */
export function registerPublicKeyRoute(app: App, webhooks: WebhookService): void {
	implement(app, PUBLIC_KEY_ENDPOINTS, { getRsaPublicKey: () => ({ publicKey: webhooks.publicKey }) });
}
