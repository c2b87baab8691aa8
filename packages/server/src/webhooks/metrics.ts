import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Database } from '../db/Database.ts';
import type { QueueTime } from '../queue/QueueClock.ts';
import type { AttemptListener } from './DeliveryWork.ts';
import { backlog } from './store.ts';

/**
 * What goes out and what waits, for `/metrics`.
 *
 * @returns what is called after every attempt
 */
export function registerWebhookMetrics(
	registry: Registry,
	{ queries }: Pick<Database, 'queries'>,
	clock: Pick<QueueTime, 'now'>,
): AttemptListener {
	const registers = [registry];
	const attempts = new Counter({
		name: 'roomcast_webhook_attempts_total',
		help: 'Attempts to deliver a webhook from this process, by the state that they left the delivery in',
		labelNames: ['state'],
		registers,
	});
	const duration = new Histogram({
		name: 'roomcast_webhook_attempt_duration_seconds',
		help: 'How long endpoints of webhooks take to answer',
		buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15],
		registers,
	});
	const delay = new Histogram({
		name: 'roomcast_webhook_first_delivery_seconds',
		help: 'From the event to its delivery, of webhooks that the first attempt delivered',
		buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30, 300],
		registers,
	});
	new Gauge({
		name: 'roomcast_webhook_deliveries_pending',
		help: 'Webhooks in the database that are to be delivered yet',
		registers,
		async collect() {
			this.set((await backlog(queries)).pending);
		},
	});
	new Gauge({
		name: 'roomcast_webhook_queue_age_seconds',
		help: 'How long the oldest webhook in the database waits; 0 when none does',
		registers,
		async collect() {
			const { oldest } = await backlog(queries);
			this.set(oldest === undefined ? 0 : Math.max(0, clock.now() - oldest) / 1000);
		},
	});
	return (delivery, outcome, durationMs) => {
		attempts.inc({ state: outcome.state });
		duration.observe(durationMs / 1000);
		if (outcome.state === 'delivered' && delivery.tries === 0)
			delay.observe(Math.max(0, clock.now() - delivery.queuedAt.getTime()) / 1000);
	};
}
