import type { Database } from '../db/Database.ts';
import type { ClaimedItem } from '../queue/DurableQueue.ts';
import type { QueueTime } from '../queue/QueueClock.ts';
import { epochMs } from '../time/clock.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import type { StoredDelivery } from './StoredDelivery.ts';
import { letGo, settle } from './settle.ts';
import { headOf } from './store.ts';
import type { WebhookSender } from './WebhookSender.ts';

/** Messages of one room to one endpoint in a row, before others get a turn. */
const BATCH = 50;

/** Gets every attempt, after it is written down. */
export type AttemptListener = (delivery: StoredDelivery, outcome: Outcome, durationMs: number) => void;

export interface DeliveryWorkOptions {
	readonly database: Database;
	readonly sender: Pick<WebhookSender, 'attempt'>;
	readonly clock: QueueTime;
	readonly onAttempt?: AttemptListener;
	/** 0 to 1. */
	readonly random?: () => number;
}

/** Sends the messages of one room to one endpoint, in order, and writes down each result. */
export class DeliveryWork {
	readonly #database: Database;
	readonly #sender: Pick<WebhookSender, 'attempt'>;
	readonly #clock: QueueTime;
	readonly #onAttempt: AttemptListener;
	readonly #random: () => number;

	constructor({ database, sender, clock, onAttempt = () => {}, random = Math.random }: DeliveryWorkOptions) {
		this.#database = database;
		this.#sender = sender;
		this.#clock = clock;
		this.#onAttempt = onAttempt;
		this.#random = random;
	}

	/** Send the due messages. @throws when the database does not accept a result */
	async run(queue: ClaimedItem): Promise<void> {
		const now = this.#clock.now();
		const head = await headOf(this.#database.queries, queue.id);
		if ((head?.nextAt?.getTime() ?? Number.POSITIVE_INFINITY) > now) return letGo(this.#database, queue, now);
		let delivery = head;
		for (let sent = 1; delivery !== undefined; sent++) delivery = await this.#send(queue, delivery, sent < BATCH);
	}

	/**
	 * @param goOn whether to continue with the next message, if that is due
	 * @returns the next message
	 */
	async #send(queue: ClaimedItem, delivery: StoredDelivery, goOn: boolean): Promise<StoredDelivery | undefined> {
		const startedAt = epochMs();
		const begun = performance.now();
		let outcome: Outcome;
		try {
			const result = await this.#sender.attempt(delivery, queue.signal);
			const progress = { tries: delivery.tries + 1, queuedAt: delivery.queuedAt.getTime(), now: this.#clock.now() };
			outcome = outcomeOf(result, progress, this.#random());
		} catch (error) {
			if (!queue.signal.aborted) throw error;
			// Not the endpoint's fault, so not an attempt: another server, or the next start, sends it.
			await letGo(this.#database, queue, this.#clock.now());
			return undefined;
		}
		const duration = Math.round(performance.now() - begun);
		const now = this.#clock.now();
		const next = await settle(this.#database, {
			queue,
			delivery,
			outcome,
			startedAt,
			duration,
			now,
			goOn: goOn && !queue.signal.aborted,
		});
		this.#onAttempt(delivery, outcome, duration);
		return next;
	}
}
