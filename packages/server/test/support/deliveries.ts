import { setTimeout as sleep } from 'node:timers/promises';
import type { StoredDelivery } from '../../src/webhooks/StoredDelivery.ts';
import { listDeliveries } from '../../src/webhooks/store.ts';
import type { OutboxWriter } from './OutboxWriter.ts';

/** Everything in the log of deliveries, the oldest first. */
export async function deliveriesOf({ keyId, database }: OutboxWriter): Promise<StoredDelivery[]> {
	const listing = { keyId, offset: 0, limit: 1000 };
	return (await listDeliveries(database.queries, listing)).deliveries.reverse();
}

/** Resolves when the log looks like this. @throws Error with what it has after 20 s */
export async function untilDeliveries(
	writer: OutboxWriter,
	fits: (deliveries: StoredDelivery[]) => boolean,
): Promise<StoredDelivery[]> {
	const end = performance.now() + 20_000;
	for (;;) {
		const deliveries = await deliveriesOf(writer);
		if (fits(deliveries)) return deliveries;
		if (performance.now() > end)
			throw new Error(`still ${JSON.stringify(deliveries.map(({ event, body, ...rest }) => rest))}`);
		await sleep(20);
	}
}
