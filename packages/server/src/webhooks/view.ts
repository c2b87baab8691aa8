import type { Delivery, WebhookSecret } from '@roomcast/contract';
import type { StoredDelivery } from './StoredDelivery.ts';
import type { StoredSecret } from './secretStore.ts';

/** A delivery as the API shows it. */
export function deliveryView(delivery: StoredDelivery): Delivery {
	return {
		id: delivery.id,
		event: delivery.event,
		url: delivery.shownUrl,
		roomId: delivery.roomId,
		sessionId: delivery.sessionId,
		state: delivery.state,
		attempts: [...delivery.attempts],
		createdAt: delivery.createdAt.toISOString(),
		nextAttemptAt: delivery.nextAt?.toISOString() ?? null,
		body: JSON.parse(delivery.body),
	};
}

/** The secrets of a key as the API shows them. */
export function secretView({ secret, previous }: StoredSecret): WebhookSecret {
	return { secret, previousUntil: previous?.until.toISOString() ?? null };
}
