import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { ClaimedItem } from '../src/queue/DurableQueue.ts';
import { QueueClock } from '../src/queue/QueueClock.ts';
import { TestQueue } from './support/TestQueue.ts';

const HOUR = 3_600_000;
let queue: TestQueue;
beforeEach(async () => {
	queue = await TestQueue.create();
});

/** Work that notes the item and finishes it. */
function noting() {
	const done: string[] = [];
	const work = async (item: ClaimedItem) => {
		done.push(item.id);
		await queue.finish(item);
	};
	return { done, work };
}

const ids = (count: number) => Array.from({ length: count }, (_, i) => `${i}`.padStart(3, '0'));

describe('several servers', () => {
	it('share the due items, and each item is worked on once', async () => {
		const servers = [noting(), noting(), noting()];
		for (const id of ids(90)) await queue.add(id, { lane: `lane ${Number(id) % 7}` });
		await Promise.all(servers.map(({ work }) => queue.server(work, { limits: { total: 5, perLane: 2 } })));
		await queue.untilEmpty();
		expect(servers.flatMap(({ done }) => done).sort()).toEqual(ids(90));
	});

	it('take the item of a dead server after its silence, measured by their own clock', async () => {
		await queue.add('a');
		await queue.database.queries
			.updateTable('webhook_queues')
			.set({ claim: 'of the dead', claimed_until: Date.now() + HOUR })
			.execute();
		let silent = 0;
		const { done, work } = noting();
		await queue.server(work, { awake: () => silent });
		await queue.add('b');
		await vi.waitFor(() => expect(done).toEqual(['b']), 10_000);
		silent += 60_000;
		await vi.waitFor(() => expect(done).toEqual(['b', 'a']), 10_000);
	});

	it('leave an item to a server for as long as that lives', async () => {
		await queue.add('slow');
		const begun = Promise.withResolvers<void>();
		const end = Promise.withResolvers<void>();
		let kept: boolean | undefined;
		const work = async (item: ClaimedItem) => {
			begun.resolve();
			await end.promise;
			kept = await queue.finish(item);
		};
		await queue.server(work, { silence: 3_000 });
		await begun.promise;
		const { done, work: takes } = noting();
		await queue.server(takes, { silence: 3_000 });
		await sleep(5_000);
		end.resolve();
		await queue.untilEmpty();
		expect(done).toEqual([]);
		expect(kept).toBe(true);
	});

	it('stop their work when another server took the item', async () => {
		await queue.add('a');
		const reason = Promise.withResolvers<unknown>();
		const work = async ({ signal }: ClaimedItem) => {
			signal.addEventListener('abort', () => reason.resolve(signal.reason));
			await reason.promise;
		};
		await queue.server(work, { silence: 300 });
		await vi.waitFor(
			async () => {
				const taken = await queue.database.queries
					.updateTable('webhook_queues')
					.set({ claim: 'of another', next_at: null })
					.where('claim', 'is not', null)
					.executeTakeFirst();
				expect(taken.numUpdatedRows).toBe(1n);
			},
			{ timeout: 15_000 },
		);
		expect(await reason.promise).toMatchObject({ message: expect.stringContaining('another server') });
	});

	it('skip rows that another transaction has locked, and take them afterwards', async () => {
		// SQLite has one writer at a time.
		if (queue.engine === 'sqlite') return;
		for (const id of ids(3)) await queue.add(id);
		const { done, work } = noting();
		await queue.database.transaction(async (transaction) => {
			await transaction.updateTable('webhook_queues').set({ updated_at: 1 }).where('id', '=', '001').execute();
			await queue.server(work);
			await vi.waitFor(() => expect([...done].sort()).toEqual(['000', '002']), 10_000);
		});
		await queue.untilEmpty();
		expect([...done].sort()).toEqual(ids(3));
	});
});

it('keeps the limits in total and per lane, and a full lane does not delay another', async () => {
	for (const id of ids(8)) await queue.add(id, { lane: 'slow' });
	const open: ClaimedItem[] = [];
	let most = 0;
	const work = async (item: ClaimedItem) => {
		if (item.lane === 'slow') {
			open.push(item);
			most = Math.max(most, open.length);
			await vi.waitFor(() => expect(released).toBe(true), { timeout: 30_000, interval: 20 });
			open.splice(open.indexOf(item), 1);
		}
		await queue.finish(item);
	};
	let released = false;
	const server = await queue.server(work, { limits: { total: 5, perLane: 3 } });
	await vi.waitFor(() => expect(open).toHaveLength(3), 10_000);
	await queue.add('fast', { lane: 'fast' });
	server.wake();
	await vi.waitFor(async () => {
		const row = await queue.database.queries
			.selectFrom('webhook_queues')
			.select('next_at')
			.where('id', '=', 'fast')
			.executeTakeFirst();
		expect(row?.next_at).toBeNull();
	}, 10_000);
	released = true;
	await queue.untilEmpty();
	expect(most).toBe(3);
});

it('starts with the items that wait longest', async () => {
	await queue.add('young', { at: -10 });
	await queue.add('old', { at: -30 });
	await queue.add('middle', { at: -20 });
	const { done, work } = noting();
	await queue.server(work, { limits: { total: 1, perLane: 1 } });
	await queue.untilEmpty();
	expect(done).toEqual(['old', 'middle', 'young']);
});

it('stops work when its condition is false', async () => {
	await queue.add('a');
	let wanted = true;
	const stopped = Promise.withResolvers<void>();
	const work = async ({ signal, keepWhile }: ClaimedItem) => {
		keepWhile(async () => wanted);
		signal.addEventListener('abort', () => stopped.resolve());
		wanted = false;
		await stopped.promise;
	};
	await queue.server(work, { silence: 300 });
	await stopped.promise;
});

it('repeats work that failed, but not at once', async () => {
	await queue.add('a');
	let silent = 0;
	let tries = 0;
	const work = async (item: ClaimedItem) => {
		if (++tries === 1) throw new Error('this one does not work');
		await queue.finish(item);
	};
	await queue.server(work, { awake: () => silent });
	await vi.waitFor(() => expect(tries).toBe(1), 10_000);
	await sleep(1_500);
	expect(tries).toBe(1);
	silent += 60_000;
	await queue.untilEmpty();
	expect(tries).toBe(2);
});

it('works on due items while it closes, and then stops the rest', async () => {
	await queue.add('quick');
	await queue.add('endless');
	const { done, work } = noting();
	const server = await queue.server(
		async (item) => {
			if (item.id === 'quick') return work(item);
			await new Promise((resolve) => item.signal.addEventListener('abort', resolve));
			done.push('stopped');
		},
		{ closeGrace: 5_000 },
	);
	await queue.add('late');
	await server.close();
	expect(done).toContain('quick');
	expect(done.at(-1)).toBe('stopped');
});

it.each([HOUR, -HOUR])('a step of the wall clock by %i ms does not change when an item is due', async (ms) => {
	const clock = await QueueClock.create(queue.database);
	const due = clock.now() + 3_000;
	await queue.add('a', { at: due });
	const { done, work } = noting();
	let doneAt = 0;
	await queue.server(
		async (item) => {
			doneAt = clock.now();
			await work(item);
		},
		{ clock },
	);
	const realNow = Date.now;
	vi.spyOn(Date, 'now').mockImplementation(() => realNow() + ms);
	onTestFinished(() => void vi.restoreAllMocks());
	await queue.untilEmpty();
	expect(done).toEqual(['a']);
	expect(doneAt).toBeGreaterThanOrEqual(due);
});
