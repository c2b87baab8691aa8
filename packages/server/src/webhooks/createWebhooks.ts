import type { Core } from '../Core.ts';
import type { WebhookServiceOptions } from './service.ts';
import { Webhooks } from './Webhooks.ts';

/** What webhooks need of other parts. */
export interface WebhooksNeeds {
	readonly rooms: { find: WebhookServiceOptions['findRoom'] };
}

export async function createWebhooks(core: Core, { rooms }: WebhooksNeeds): Promise<Webhooks> {
	const webhooks = await Webhooks.create({ ...core, findRoom: (keyId, reference) => rooms.find(keyId, reference) });
	core.onClose(() => webhooks.close());
	return webhooks;
}
