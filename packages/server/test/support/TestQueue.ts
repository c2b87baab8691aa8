import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeFolder } from '@roomcast/testing/removeFolder';
import { pino } from 'pino';
import { onTestFinished, vi } from 'vitest';
import { Database } from '../../src/db/Database.ts';
import type { QueueTable } from '../../src/queue/claimStore.ts';
import { type ClaimedItem, DurableQueue, type DurableQueueOptions } from '../../src/queue/DurableQueue.ts';
import { createTestDatabase, type TestDatabase } from './testDatabase.ts';

const TABLE: QueueTable = { name: 'webhook_queues', lane: 'endpoint' };

/** A queue in a database, and servers that share it. For the running test. */
export class TestQueue {
	readonly engine: TestDatabase['engine'];
	/** The connection of the test. */
	readonly database: Database;
	readonly #open: () => Promise<Database>;

	private constructor(engine: TestDatabase['engine'], database: Database, open: () => Promise<Database>) {
		this.engine = engine;
		this.database = database;
		this.#open = open;
	}

	static async create(): Promise<TestQueue> {
		const testDatabase = await createTestDatabase();
		const dataDir = await mkdtemp(join(tmpdir(), 'roomcast-test-'));
		onTestFinished(async () => {
			await testDatabase.drop();
			await removeFolder(dataDir);
		});
		const open = async () => {
			const database = await Database.open({ databaseUrl: testDatabase.url, dataDir }, pino({ level: 'silent' }));
			onTestFinished(() => database.close());
			return database;
		};
		return new TestQueue(testDatabase.engine, await open(), open);
	}

	/** Add an item. @param at when it is due, by the clock of the servers */
	async add(id: string, { lane = 'lane', at = 0 }: { lane?: string; at?: number } = {}): Promise<void> {
		const values = { id, endpoint: lane, next_at: at, claim: null, disabled_at: null, updated_at: 0 };
		await this.database.queries.insertInto('webhook_queues').values(values).execute();
	}

	/** Start another server on the same database, with its own connections. */
	async server(
		work: (item: ClaimedItem) => Promise<void>,
		options: Partial<DurableQueueOptions> = {},
	): Promise<DurableQueue> {
		const queue = new DurableQueue({
			database: await this.#open(),
			table: TABLE,
			name: 'items',
			logger: pino({ level: 'silent' }),
			clock: { now: () => Math.round(performance.now()), toWall: (at) => at },
			limits: { total: 50, perLane: 50 },
			silence: 60_000,
			closeGrace: 0,
			work,
			...options,
		});
		queue.start();
		onTestFinished(() => queue.close());
		return queue;
	}

	/** Release an item: nothing is left to do, or it is due again at `at`. @returns false when another server took it */
	async finish({ id, claim }: ClaimedItem, at: number | null = null): Promise<boolean> {
		const result = await this.database.queries
			.updateTable('webhook_queues')
			.set({ claim: null, next_at: at })
			.where('id', '=', id)
			.where('claim', '=', claim)
			.executeTakeFirst();
		return result.numUpdatedRows > 0n;
	}

	/** Resolves when no item is left to do. */
	async untilEmpty(): Promise<void> {
		await vi.waitFor(
			async () => {
				const left = await this.database.queries
					.selectFrom('webhook_queues')
					.select('id')
					.where('next_at', 'is not', null)
					.execute();
				if (left.length > 0) throw new Error(`${left.length} items are left`);
			},
			{ timeout: 30_000, interval: 20 },
		);
	}
}
