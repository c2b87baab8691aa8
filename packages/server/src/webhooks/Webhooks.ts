import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Database } from '../db/Database.ts';
import { Retention } from '../db/Retention.ts';
import type { TargetGuard } from '../net/TargetGuard.ts';
import type { DurableQueue } from '../queue/DurableQueue.ts';
import type { QueueTime } from '../queue/QueueClock.ts';
import { deleteOld } from './deleteOld.ts';
import { deliveryQueue } from './deliveryQueue.ts';
import { registerWebhookMetrics } from './metrics.ts';
import { Outbox } from './Outbox.ts';
import { Secrets } from './Secrets.ts';
import { SigningKey } from './SigningKey.ts';
import { WebhookService, type WebhookServiceOptions } from './service.ts';
import { WebhookSender } from './WebhookSender.ts';

export interface WebhooksOptions {
	readonly database: Database;
	readonly registry: Registry;
	readonly clock: QueueTime;
	readonly logger: Logger;
	/** What keeps endpoints from private addresses. */
	readonly guard: TargetGuard;
	readonly findRoom: WebhookServiceOptions['findRoom'];
}

/** The webhooks of a server: where events go in, what delivers them, and what the API shows of it. */
export class Webhooks {
	readonly outbox: Outbox;
	readonly service: WebhookService;
	readonly #queue: DurableQueue;
	readonly #retention: Retention;

	private constructor(outbox: Outbox, service: WebhookService, queue: DurableQueue, retention: Retention) {
		this.outbox = outbox;
		this.service = service;
		this.#queue = queue;
		this.#retention = retention;
	}

	/** Begins to deliver at once, what is left of earlier runs too. */
	static async create(options: WebhooksOptions): Promise<Webhooks> {
		const { database, registry, clock, guard, findRoom } = options;
		const logger = options.logger.child({ part: 'webhooks' });
		const secrets = new Secrets(database);
		const signingKey = await SigningKey.create(database);
		const sender = new WebhookSender({ guard, secrets, signingKey });
		const onAttempt = registerWebhookMetrics(registry, database, clock);
		const queue = deliveryQueue({ database, sender, clock, logger, onAttempt });
		const wake = () => queue.wake();
		const { publicKey } = signingKey;
		const service = new WebhookService({ database, secrets, publicKey, findRoom, clock, wake });
		const retention = new Retention({
			what: 'old webhook deliveries',
			deleteOld: (now, signal) => deleteOld(database, now, { signal }),
			logger,
		});
		queue.start();
		return new Webhooks(new Outbox(database, clock, wake), service, queue, retention);
	}

	/** Nothing is sent any more; what waits is sent by others, or by the next start. */
	async close(): Promise<void> {
		await Promise.all([this.#retention.close(), this.#queue.close()]);
	}
}
