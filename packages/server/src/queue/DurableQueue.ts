import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Database } from '../db/Database.ts';
import { newDocumentId } from '../db/ids.ts';
import { awakeMs } from '../time/AwakeClock.ts';
import { ClaimWatch } from './ClaimWatch.ts';
import {
	claimsOf,
	dueItems,
	freeItem,
	type Item,
	keepItem,
	nextDue,
	type QueueTable,
	takeItems,
} from './claimStore.ts';
import type { QueueTime } from './QueueClock.ts';
import { type SlotLimits, Slots } from './Slots.ts';

/** ms between two looks for items that other servers added or left. `wake` finds those of this process at once. */
const POLL_MS = 1_000;
/** Signs of life that a worker may miss before other servers take its item. */
const SIGNS_OF_LIFE = 3;
/** ms until the next look while other transactions hold the rows that are due. */
const BUSY_POLL_MS = 20;
const DRAIN_POLL_MS = 20;

/** An item that this process has claimed. */
export interface ClaimedItem extends Item {
	/** The `claim` of its row, while this process holds it. */
	readonly claim: string;
	/** Aborts the work: the server closes, another server took the item, or a condition of `keepWhile` is false. */
	readonly signal: AbortSignal;
	/** Keep the item only while this condition holds, too. Checked with each sign of life. */
	keepWhile(condition: () => Promise<boolean>): void;
}

export interface DurableQueueOptions {
	readonly database: Database;
	readonly table: QueueTable;
	/** What the items are, in the plural, for the log. */
	readonly name: string;
	readonly logger: Logger;
	readonly clock: QueueTime;
	readonly limits: SlotLimits;
	/** ms without a sign of life after which a server counts as dead, and others take its items. */
	readonly silence: number;
	/** ms for which `close` still works on due items. */
	readonly closeGrace: number;
	/**
	 * Does the work of an item, writes down the result, and releases its row: `claim` null, `next_at` the time of the next
	 * turn. If it rejects, the item is due again after `silence`, as if the server had died.
	 */
	work(item: ClaimedItem): Promise<void>;
	/** The clock that measures the silence of other servers, in ms; default `awakeMs`. */
	readonly awake?: () => number;
}

/**
 * A queue in the database. It finds due items and runs the work of each, many at once, each item in one process at a time.
 * Any number of servers share a queue. Items survive all of them, and each is worked on at least once.
 *
 * The user of a queue adds and changes rows in its own transactions, and calls `wake` after the commit.
 */
export class DurableQueue {
	readonly #options: DurableQueueOptions;
	readonly #slots: Slots;
	readonly #watch: ClaimWatch;
	/** The work of this process, by id of the item. */
	readonly #workers = new Map<string, Promise<void>>();
	readonly #stop = new AbortController();
	#loop: Promise<void> | undefined;
	#wake = Promise.withResolvers<void>();
	#watchAt = 0;

	constructor(options: DurableQueueOptions) {
		this.#options = options;
		this.#slots = new Slots(options.limits);
		this.#watch = new ClaimWatch(options.silence, options.awake ?? awakeMs);
	}

	/** Start to work, also on items that earlier runs left. */
	start(): void {
		this.#loop ??= this.#run();
	}

	get closed(): boolean {
		return this.#stop.signal.aborted;
	}

	/** Look for due items now: something was added, or a test moved the clock. */
	wake(): void {
		this.#wake.resolve();
	}

	/** Work on due items for `closeGrace` at most, then stop. Other servers, or the next start, do the rest. */
	async close(): Promise<void> {
		const { logger, name } = this.#options;
		await this.#drain().catch((error) => logger.warn({ err: error }, `${name} are left for the next start`));
		this.#stop.abort(new Error('the server is closing'));
		this.wake();
		await this.#loop;
		await Promise.all(this.#workers.values());
	}

	/** The last items come while the server closes: ends of sessions, files that were written until then. */
	async #drain(): Promise<void> {
		const { database, table, clock, closeGrace } = this.#options;
		const end = performance.now() + closeGrace;
		while (performance.now() < end && this.#loop !== undefined && !this.closed) {
			const due = await dueItems(database.queries, table, { now: clock.now(), except: [], limit: 1 });
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
				await this.#freeDead();
				pause = await this.#startDue();
			} catch (error) {
				// Other servers could perhaps not reach the database either.
				this.#watch.forget();
				const { logger, name } = this.#options;
				logger.error({ err: error }, `${name} cannot be read from the database`);
			}
			const timer = new AbortController();
			await Promise.race([this.#wake.promise, sleep(pause, undefined, { signal: timer.signal }).catch(() => {})]);
			timer.abort();
		}
	}

	/** Items of dead servers are due again. */
	async #freeDead(): Promise<void> {
		if (performance.now() < this.#watchAt) return;
		this.#watchAt = performance.now() + POLL_MS;
		const { database, table } = this.#options;
		const claims = (await claimsOf(database.queries, table)).filter(({ id }) => !this.#workers.has(id));
		for (const claim of this.#watch.dead(claims)) await freeItem(database.queries, table, claim);
	}

	/** @returns ms until something may be due */
	async #startDue(): Promise<number> {
		const { database, table, clock } = this.#options;
		while (!this.closed && this.#slots.free > 0) {
			const { full: except, free: limit } = this.#slots;
			const due = await dueItems(database.queries, table, { now: clock.now(), except, limit });
			if (due.length === 0) {
				const next = await nextDue(database.queries, table, except);
				return next === undefined ? POLL_MS : Math.min(POLL_MS, Math.max(0, next - clock.now()));
			}
			if ((await this.#take(due.filter(({ lane }) => this.#slots.take(lane)))) === 0) return BUSY_POLL_MS;
		}
		return POLL_MS;
	}

	/** Start the work of items, whose slots are taken. @returns how many items were still free */
	async #take(items: readonly Item[]): Promise<number> {
		const { database, table, clock, silence } = this.#options;
		const claim = newDocumentId();
		const taken = new Set<string>();
		try {
			const ids = items.map(({ id }) => id);
			const now = clock.now();
			for (const id of await takeItems(database, table, ids, { claim, now, until: now + silence })) taken.add(id);
		} finally {
			for (const { id, lane } of items) if (!taken.has(id)) this.#slots.giveBack(lane);
		}
		for (const item of items) if (taken.has(item.id)) this.#start(item, claim);
		return taken.size;
	}

	#start(item: Item, claim: string): void {
		const worker = this.#work(item, claim).finally(() => {
			this.#workers.delete(item.id);
			this.#slots.giveBack(item.lane);
			this.wake();
		});
		this.#workers.set(item.id, worker);
	}

	/** Run the work of an item, and give signs of life meanwhile. */
	async #work({ id, lane }: Item, claim: string): Promise<void> {
		const { database, table, clock, silence, work, logger, name } = this.#options;
		const lost = new AbortController();
		const conditions: (() => Promise<boolean>)[] = [];
		const keep = async () => {
			for (const condition of conditions) if (!(await condition())) return false;
			return keepItem(database.queries, table, { id, claim, until: clock.now() + silence });
		};
		const timer = setInterval(() => {
			keep().then(
				(kept) => kept || lost.abort(new Error('another server took the item, or nothing is left to do')),
				(error) => logger.warn({ err: error, id }, `a sign of life for one of the ${name} could not be written`),
			);
		}, silence / SIGNS_OF_LIFE);
		try {
			const signal = AbortSignal.any([this.#stop.signal, lost.signal]);
			await work({ id, lane, claim, signal, keepWhile: (condition) => conditions.push(condition) });
		} catch (error) {
			logger.error({ err: error, id }, `one of the ${name} could not be processed`);
		} finally {
			clearInterval(timer);
		}
	}
}
