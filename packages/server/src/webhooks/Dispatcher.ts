import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Database } from '../db/Database.ts';
import { newDocumentId } from '../db/ids.ts';
import { epochMs } from '../time/clock.ts';
import { ATTEMPT_TIMEOUT_MS, type Courier } from './Courier.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import { claimQueues, dueQueues, nextDue, type Queue } from './queueStore.ts';
import { type SlotLimits, Slots } from './Slots.ts';
import type { StoredDelivery } from './StoredDelivery.ts';
import { letGo, settle } from './settle.ts';
import { headOf } from './store.ts';

/** How long a worker has a queue without saying so again. What a dead server worked on is sent again after it. */
const CLAIM_MS = ATTEMPT_TIMEOUT_MS + 5_000;
/** How often other servers' messages are looked for. Those of this process are sent at once. */
const POLL_MS = 1_000;
/** How long what is due gets when the server closes. */
const CLOSE_GRACE_MS = 3_000;
const DRAIN_POLL_MS = 20;
/** Messages of one queue before another gets its turn. */
const BATCH = 50;
const LIMITS: SlotLimits = { total: 256, perEndpoint: 8 };

/** Hears of every attempt, after it is written down. */
export type AttemptListener = (delivery: StoredDelivery, outcome: Outcome, durationMs: number) => void;

export interface DispatcherOptions {
	readonly database: Database;
	readonly courier: Pick<Courier, 'attempt'>;
	readonly logger: Logger;
	readonly onAttempt?: AttemptListener;
	readonly limits?: SlotLimits;
	/** Epoch ms. */
	readonly now?: () => number;
	/** 0 to 1. */
	readonly random?: () => number;
}

/**
 * Delivers what the outbox has: queue by queue, each in order, many at a time. Several servers share the work; each
 * claims a queue before it sends from it.
 */
export class Dispatcher {
	readonly #database: Database;
	readonly #courier: Pick<Courier, 'attempt'>;
	readonly #logger: Logger;
	readonly #onAttempt: AttemptListener;
	readonly #now: () => number;
	readonly #random: () => number;
	readonly #slots: Slots;
	readonly #workers = new Set<Promise<void>>();
	readonly #closing = new AbortController();
	readonly #stop = new AbortController();
	readonly #loop: Promise<void>;
	#wake = Promise.withResolvers<void>();

	constructor(options: DispatcherOptions) {
		this.#database = options.database;
		this.#courier = options.courier;
		this.#logger = options.logger;
		this.#onAttempt = options.onAttempt ?? (() => {});
		this.#now = options.now ?? epochMs;
		this.#random = options.random ?? Math.random;
		this.#slots = new Slots(options.limits ?? LIMITS);
		this.#loop = this.#run();
	}

	get closed(): boolean {
		return this.#closing.signal.aborted;
	}

	/** Look for work now: something was added, or the clock of a test was moved. */
	wake(): void {
		this.#wake.resolve();
	}

	/** Send what is due, for some seconds at most. What is not finished by then is sent by others, or the next start. */
	async close(): Promise<void> {
		await this.#drain().catch((error) => this.#logger.warn({ err: error }, 'webhooks are left for the next start'));
		this.#closing.abort();
		this.#stop.abort(new Error('the server is closing'));
		this.wake();
		await this.#loop;
		await Promise.all(this.#workers);
	}

	/** The last events of sessions are written while the server closes. */
	async #drain(): Promise<void> {
		const end = performance.now() + CLOSE_GRACE_MS;
		while (performance.now() < end) {
			const due = await dueQueues(this.#database.queries, { now: this.#now(), except: [], limit: 1 });
			if (due.length === 0 && this.#workers.size === 0) return;
			this.wake();
			await sleep(DRAIN_POLL_MS);
		}
	}

	async #run(): Promise<void> {
		while (!this.closed) {
			this.#wake = Promise.withResolvers();
			let pause = POLL_MS;
			try {
				pause = await this.#startDue();
			} catch (error) {
				this.#logger.error({ err: error }, 'webhooks cannot be read from the database');
			}
			const timer = new AbortController();
			await Promise.race([this.#wake.promise, sleep(pause, undefined, { signal: timer.signal }).catch(() => {})]);
			timer.abort();
		}
	}

	/** @returns ms until there may be something to do again */
	async #startDue(): Promise<number> {
		while (!this.closed && this.#slots.free > 0) {
			const now = this.#now();
			const candidates = await dueQueues(this.#database.queries, {
				now,
				except: this.#slots.full,
				limit: this.#slots.free,
			});
			if (candidates.length === 0) {
				const next = await nextDue(this.#database.queries, this.#slots.full);
				return next === undefined ? POLL_MS : Math.min(POLL_MS, Math.max(0, next - this.#now()));
			}
			const chosen = candidates.filter(({ endpoint }) => this.#slots.take(endpoint));
			await this.#claim(chosen, now);
		}
		return POLL_MS;
	}

	async #claim(chosen: readonly Queue[], now: number): Promise<void> {
		const claim = newDocumentId();
		const claimed = new Set<string>();
		try {
			const ids = chosen.map(({ id }) => id);
			const got = await claimQueues(this.#database, ids, { claim, now, until: now + CLAIM_MS });
			for (const { id } of got) claimed.add(id);
		} finally {
			for (const queue of chosen) if (!claimed.has(queue.id)) this.#slots.giveBack(queue.endpoint);
		}
		for (const queue of chosen) {
			if (!claimed.has(queue.id)) continue;
			const worker = this.#work(queue, claim).finally(() => {
				this.#workers.delete(worker);
				this.#slots.giveBack(queue.endpoint);
				this.wake();
			});
			this.#workers.add(worker);
		}
	}

	/** Send what is due in a queue. On an error the claim runs out by itself, and the queue is worked on again. */
	async #work(queue: Queue, claim: string): Promise<void> {
		try {
			const now = this.#now();
			const head = await headOf(this.#database.queries, queue.id);
			if ((head?.nextAt?.getTime() ?? Number.POSITIVE_INFINITY) > now)
				return await letGo(this.#database, queue.id, { claim, now });
			let delivery = head;
			for (let sent = 1; delivery !== undefined; sent++) delivery = await this.#send(queue, claim, delivery, sent);
		} catch (error) {
			this.#logger.error({ err: error, queueId: queue.id }, 'a webhook could not be worked on');
		}
	}

	/** @returns the next one of the queue, when it is this worker's to send */
	async #send(
		queue: Queue,
		claim: string,
		delivery: StoredDelivery,
		sent: number,
	): Promise<StoredDelivery | undefined> {
		const startedAt = this.#now();
		const begun = performance.now();
		let outcome: Outcome;
		try {
			const result = await this.#courier.attempt(delivery, this.#stop.signal);
			const progress = { tries: delivery.tries + 1, queuedAt: delivery.queuedAt.getTime(), now: this.#now() };
			outcome = outcomeOf(result, progress, this.#random());
		} catch (error) {
			if (!this.#stop.signal.aborted) throw error;
			// Not the endpoint's fault, so not an attempt: another server, or the next start, sends it.
			await letGo(this.#database, queue.id, { claim, now: this.#now() });
			return undefined;
		}
		const duration = Math.round(performance.now() - begun);
		const now = this.#now();
		const goOnUntil = sent < BATCH && !this.closed ? now + CLAIM_MS : undefined;
		const next = await settle(this.#database, { delivery, outcome, startedAt, duration, now, claim, goOnUntil });
		this.#onAttempt(delivery, outcome, duration);
		return next;
	}
}
