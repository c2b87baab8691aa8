import { Receiver } from '@roomcast/testing/net/Receiver';
import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { TargetGuard } from '../../src/net/TargetGuard.ts';
import type { DurableQueue } from '../../src/queue/DurableQueue.ts';
import { deliveryQueue } from '../../src/webhooks/deliveryQueue.ts';
import { Secrets } from '../../src/webhooks/Secrets.ts';
import { SigningKey } from '../../src/webhooks/SigningKey.ts';
import type { StoredDelivery } from '../../src/webhooks/StoredDelivery.ts';
import { WebhookService } from '../../src/webhooks/service.ts';
import { WebhookSender } from '../../src/webhooks/WebhookSender.ts';
import { untilDeliveries } from './deliveries.ts';
import { OutboxWriter } from './OutboxWriter.ts';

/** Webhooks from the outbox to a receiver, without a server around them. Everything of it ends with its test. */
export class TestWebhooks {
	/** A clock that stands still until it is moved. */
	now = Date.now();
	/** ms that the wall clock is ahead of it. */
	wallAhead = 0;
	/** ms to add to the silence of other servers. */
	silent = 0;
	readonly writer: OutboxWriter;
	readonly receiver: Receiver;
	readonly service: WebhookService;
	/** What `writer` wakes. */
	queue: DurableQueue = undefined as never;
	readonly #clock = { now: () => this.now, toWall: (at: number) => at + this.wallAhead };

	private constructor(writer: OutboxWriter, receiver: Receiver) {
		this.writer = writer;
		this.receiver = receiver;
		writer.now = () => this.now;
		writer.onCommitted = () => this.queue.wake();
		this.service = new WebhookService({
			database: writer.database,
			secrets: new Secrets(writer.database),
			publicKey: '',
			findRoom: async () => undefined,
			clock: this.#clock,
			wake: () => this.queue.wake(),
		});
	}

	/** On a database of its own, with one queue that sends to `receiver`. */
	static async create(): Promise<TestWebhooks> {
		const writer = await OutboxWriter.create();
		onTestFinished(writer.close);
		const created = new TestWebhooks(writer, await TestWebhooks.newReceiver());
		created.queue = await created.newQueue();
		return created;
	}

	static async newReceiver(): Promise<Receiver> {
		const created = await Receiver.create();
		onTestFinished(created.close);
		return created;
	}

	/** A queue of another server on the same database. */
	async newQueue({ timeout = 20_000, allowPrivate = true } = {}): Promise<DurableQueue> {
		const { database } = this.writer;
		const sender = new WebhookSender({
			guard: new TargetGuard({ allowPrivate }),
			secrets: new Secrets(database),
			signingKey: await SigningKey.create(database),
			timeout,
			now: () => this.now,
		});
		const created = deliveryQueue({
			database,
			sender,
			logger: pino({ level: 'error' }),
			clock: this.#clock,
			random: () => 0,
			awake: () => performance.now() + this.silent,
		});
		created.start();
		onTestFinished(() => created.close());
		return created;
	}

	/** Moves the clock, and has the queue look at it. */
	moveClock(ms: number): void {
		this.now += ms;
		this.queue.wake();
	}

	/** Resolves when the log looks like this. */
	untilLog(fits: (deliveries: StoredDelivery[]) => boolean): Promise<StoredDelivery[]> {
		return untilDeliveries(this.writer, fits);
	}
}
