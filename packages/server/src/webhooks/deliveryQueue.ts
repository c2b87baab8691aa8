import type { Logger } from 'pino';
import { DurableQueue } from '../queue/DurableQueue.ts';
import type { SlotLimits } from '../queue/Slots.ts';
import { DeliveryWork, type DeliveryWorkOptions } from './DeliveryWork.ts';
import { DELIVERY_QUEUE } from './queueStore.ts';
import { ATTEMPT_TIMEOUT_MS } from './WebhookSender.ts';

/** Requests at a time: in total, and to one URL of one key. */
const LIMITS: SlotLimits = { total: 256, perLane: 8 };

export interface DeliveryQueueOptions extends DeliveryWorkOptions {
	readonly logger: Logger;
	/** See `DurableQueueOptions`. */
	readonly awake?: () => number;
}

/** The queue that delivers the messages of the outbox. Not started. */
export function deliveryQueue(options: DeliveryQueueOptions): DurableQueue {
	const { database, logger, clock, awake } = options;
	const work = new DeliveryWork(options);
	return new DurableQueue({
		database,
		table: DELIVERY_QUEUE,
		name: 'webhooks',
		logger,
		clock,
		limits: LIMITS,
		silence: ATTEMPT_TIMEOUT_MS + 5_000,
		closeGrace: 3_000,
		work: (queue) => work.run(queue),
		...(awake === undefined ? {} : { awake }),
	});
}
