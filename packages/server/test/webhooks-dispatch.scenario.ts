import { setTimeout as sleep } from 'node:timers/promises';
import type { Receiver } from '@roomcast/testing/net/Receiver';
import { beforeEach, describe, expect, it } from 'vitest';
import { deleteOld } from '../src/webhooks/deleteOld.ts';
import type { StoredDelivery } from '../src/webhooks/StoredDelivery.ts';
import { deliveriesOf } from './support/deliveries.ts';
import { TestWebhooks } from './support/TestWebhooks.ts';

const HOUR = 3_600_000;

let webhooks: TestWebhooks;
beforeEach(async () => {
	webhooks = await TestWebhooks.create();
});

const states = (deliveries: readonly StoredDelivery[]) => deliveries.map(({ state }) => state);
const names = ({ received }: Receiver) => received.map(({ data }) => data.participantId);

describe('order', () => {
	it('is kept within a room, over attempts that fail', async () => {
		webhooks.receiver.behave(({ data }, response) => {
			const first =
				webhooks.receiver.received.filter((each) => each.data.participantId === data.participantId).length === 1;
			response.writeHead(data.participantId === '3' && first ? 500 : 200).end();
		});
		for (let i = 0; i < 8; i++) await webhooks.writer.append({ name: `${i}`, url: webhooks.receiver.url });
		await webhooks.receiver.count(4);
		await webhooks.untilLog((all) => all[3]?.tries === 1);
		expect(names(webhooks.receiver)).toEqual(['0', '1', '2', '3']);
		webhooks.moveClock(5_000);
		await webhooks.receiver.count(9);
		expect(names(webhooks.receiver)).toEqual(['0', '1', '2', '3', '3', '4', '5', '6', '7']);
	});

	// Of two that are written at the same time, the answers of the database may arrive in either order: nobody can tell.
	it('is that of the commits, when many are written at once', async () => {
		const committedBefore = new Map<string, string[]>();
		const committed: string[] = [];
		const writeSome = async (lane: number) => {
			for (let n = 0; n < 5; n++) {
				const name = `${lane}-${n}`;
				committedBefore.set(name, [...committed]);
				await webhooks.writer.append({ name, url: webhooks.receiver.url });
				committed.push(name);
			}
		};
		await Promise.all(Array.from({ length: 8 }, (_, lane) => writeSome(lane)));
		await webhooks.receiver.count(40);
		const order = names(webhooks.receiver);
		expect([...order].sort()).toEqual([...committed].sort());
		for (const [place, name] of order.entries())
			expect(order.slice(0, place), `before ${name}`).toEqual(expect.arrayContaining(committedBefore.get(name) ?? []));
	});

	it('does not make one room wait for another', async () => {
		webhooks.receiver.behave(({ data }, response) => response.writeHead(data.roomId === 'down' ? 500 : 200).end());
		await webhooks.writer.append({ room: 'down', url: webhooks.receiver.url });
		await webhooks.writer.append({ room: 'down', url: webhooks.receiver.url });
		await webhooks.writer.append({ room: 'up', url: webhooks.receiver.url });
		const all = await webhooks.untilLog(
			(deliveries) => deliveries[2]?.state === 'delivered' && deliveries[0]?.tries === 1,
		);
		expect(states(all)).toEqual(['pending', 'pending', 'delivered']);
	});
});

it('each endpoint gets its own message: the room one by pattern, the one of the operation always, never twice', async () => {
	const other = await TestWebhooks.newReceiver();
	await webhooks.writer.append({ name: 'both', url: webhooks.receiver.url, webhookUrl: other.url });
	await webhooks.writer.append({
		name: 'other',
		url: webhooks.receiver.url,
		events: ['recording-*'],
		webhookUrl: other.url,
	});
	await webhooks.writer.append({ name: 'once', url: webhooks.receiver.url, webhookUrl: webhooks.receiver.url });
	expect(
		await webhooks.writer.append({ url: webhooks.receiver.url, events: ['session*', 'participant-left'] }),
	).toEqual([]);
	await webhooks.receiver.count(2);
	await other.count(2);
	expect(names(webhooks.receiver)).toEqual(['both', 'once']);
	expect(names(other)).toEqual(['both', 'other']);
	expect(webhooks.receiver.received[0]?.id).not.toBe(other.received[0]?.id);
});

it('what is rolled back is not sent', async () => {
	const failing = webhooks.writer.database.transaction(async (transaction) => {
		await webhooks.writer.outbox.append(
			transaction,
			webhooks.writer.event({ name: 'undone', url: webhooks.receiver.url }),
		);
		throw new Error('undo');
	});
	await expect(failing).rejects.toThrow('undo');
	await webhooks.writer.append({ name: 'done', url: webhooks.receiver.url });
	await webhooks.receiver.count(1);
	expect(names(webhooks.receiver)).toEqual(['done']);
	await expect(
		webhooks.writer.outbox.append(
			webhooks.writer.database.queries,
			webhooks.writer.event({ url: webhooks.receiver.url }),
		),
	).rejects.toThrow('not those of a transaction');
});

it('410 ends it for the room: what waits and what comes is not sent, until a replay', async () => {
	webhooks.receiver.behave(({ data }, response) => response.writeHead(data.roomId === 'gone' ? 410 : 200).end());
	await webhooks.writer.append({ name: '0', room: 'gone', url: webhooks.receiver.url });
	await webhooks.untilLog(([first]) => first?.state === 'disabled');
	await webhooks.writer.append({ name: '1', room: 'gone', url: webhooks.receiver.url });
	await webhooks.writer.append({ name: '2', room: 'other', url: webhooks.receiver.url });
	const all = await webhooks.untilLog((deliveries) => deliveries[2]?.state === 'delivered');
	expect(states(all)).toEqual(['disabled', 'disabled', 'delivered']);
	expect(all[0]?.attempts[0]).toMatchObject({ status: 410 });
	expect(all[1]?.attempts).toEqual([]);

	webhooks.receiver.behave(200);
	await webhooks.service.replay({ keyId: webhooks.writer.keyId }, all[1]?.id ?? '');
	await webhooks.untilLog((deliveries) => deliveries[1]?.state === 'delivered');
	await webhooks.writer.append({ name: '3', room: 'gone', url: webhooks.receiver.url });
	await webhooks.receiver.count(4);
	expect(names(webhooks.receiver)).toEqual(['0', '2', '1', '3']);
});

it('a slow endpoint does not delay another, and many rooms do not flood one', async () => {
	const slow = await TestWebhooks.newReceiver();
	let open = 0;
	let most = 0;
	// Nobody is answered before as many wait as may, and before the other endpoint has everything: what had to wait for an
	// answer would wait in vain. One too many would come within the 300 ms after that.
	const full = Promise.withResolvers<void>();
	const others = Promise.withResolvers<void>();
	slow.behave(async (_received, response) => {
		most = Math.max(most, ++open);
		if (open === 8) full.resolve();
		await Promise.all([full.promise, others.promise]);
		await sleep(300);
		open--;
		response.writeHead(200).end();
	});
	for (let i = 0; i < 30; i++) await webhooks.writer.append({ room: `slow ${i}`, url: slow.url });
	await slow.count(1);
	for (let i = 0; i < 10; i++) {
		await webhooks.writer.append({ name: `${i}`, url: webhooks.receiver.url });
		await webhooks.receiver.count(i + 1);
	}
	others.resolve();
	await slow.count(30);
	expect(most).toBe(8);
});

it('two servers on one database share the work: nothing twice, nothing out of order', async () => {
	const second = await webhooks.newQueue();
	const wakeBoth = () => {
		second.wake();
		webhooks.queue.wake();
	};
	webhooks.writer.onCommitted = wakeBoth;
	for (let i = 0; i < 60; i++)
		await webhooks.writer.append({ name: `${i}`, room: `room ${i % 4}`, url: webhooks.receiver.url });
	await webhooks.receiver.count(60);
	await webhooks.untilLog((all) => all.every(({ state }) => state === 'delivered'));
	expect(new Set(webhooks.receiver.received.map(({ id }) => id)).size).toBe(webhooks.receiver.received.length);
	for (let room = 0; room < 4; room++) {
		const got = webhooks.receiver.received.filter(({ data }) => data.roomId === `room ${room}`);
		expect(got.map(({ data }) => Number(data.participantId))).toEqual(
			Array.from({ length: 15 }, (_, i) => room + 4 * i),
		);
	}
});

it('a claim of a server that died runs out', async () => {
	await webhooks.queue.close();
	await webhooks.writer.append({ url: webhooks.receiver.url });
	await webhooks.writer.database.queries
		.updateTable('webhook_queues')
		.set({ claim: 'the dead', claimed_until: webhooks.now + HOUR })
		.execute();
	webhooks.queue = await webhooks.newQueue();
	// A later clock does not matter: the webhooks.queue sees this claim for the first time.
	webhooks.moveClock(2 * HOUR);
	await sleep(1_500);
	expect(webhooks.receiver.received).toEqual([]);
	webhooks.silent += 20_000;
	await webhooks.receiver.count(1);
});

it('a replay sends the same again, at once and past what waits', async () => {
	await webhooks.writer.append({ name: 'sent', url: webhooks.receiver.url });
	await webhooks.untilLog(([first]) => first?.state === 'delivered');
	webhooks.receiver.behave(500);
	await webhooks.writer.append({ name: 'stuck', url: webhooks.receiver.url });
	await webhooks.writer.append({ name: 'behind', url: webhooks.receiver.url });
	const [sent] = await webhooks.untilLog((all) => all[1]?.tries === 1);
	const replayed = await webhooks.service.replay({ keyId: webhooks.writer.keyId }, sent?.id ?? '');
	expect(replayed).toMatchObject({ state: 'pending', tries: 0 });
	// The queue that waits is hurried as well, and its first message fails again.
	await webhooks.untilLog((all) => all[0]?.tries === 1);
	const again = webhooks.receiver.received.filter(({ id }) => id === sent?.id);
	expect(again).toHaveLength(2);
	expect(again[1]?.body).toBe(again[0]?.body);
	expect(names(webhooks.receiver)).not.toContain('behind');
	expect((await deliveriesOf(webhooks.writer))[0]?.attempts.map(({ status }) => status)).toEqual([204, 500]);
});

it('closing sends what is due, and leaves no request behind', async () => {
	webhooks.receiver.behave((_received, response) => void setTimeout(() => response.writeHead(200).end(), 200));
	await webhooks.writer.append({ name: '0', url: webhooks.receiver.url });
	await webhooks.writer.append({ name: '1', url: webhooks.receiver.url });
	await webhooks.receiver.count(1);
	await webhooks.queue.close();
	expect(states(await deliveriesOf(webhooks.writer))).toEqual(['delivered', 'delivered']);
});

it('resources carry how their messages went', async () => {
	webhooks.receiver.behave(({ data }, response) => response.writeHead(data.participantId === 'bad' ? 500 : 200).end());
	await webhooks.writer.append({ resourceId: 'r1', sessionId: 's1', url: webhooks.receiver.url });
	await webhooks.writer.append({ resourceId: 'r1', sessionId: 's1', name: 'bad', url: webhooks.receiver.url });
	await webhooks.untilLog((all) => all[1]?.tries === 1);
	const expected = {
		totalCount: 2,
		successCount: 1,
		data: [
			{ type: 'participant-joined', success: true },
			{ type: 'participant-joined', success: false },
		],
	};
	const nothing = { totalCount: 0, successCount: 0, data: [] };
	expect(Object.fromEntries(await webhooks.service.summariesOfResources(webhooks.writer.keyId, ['r1', 'r2']))).toEqual({
		r1: expected,
		r2: nothing,
	});
	expect((await webhooks.service.summariesOfSessions(webhooks.writer.keyId, ['s1'])).get('s1')).toEqual(expected);
	expect((await webhooks.service.summariesOfSessions('another', ['s1'])).get('s1')).toEqual(nothing);
});

it('after thirty days what waits for nothing is deleted, and the rest continues', async () => {
	webhooks.receiver.behave(({ data }, response) => response.writeHead(data.roomId === 'down' ? 500 : 200).end());
	for (let i = 0; i < 7; i++) await webhooks.writer.append({ name: `old ${i}`, url: webhooks.receiver.url });
	await webhooks.writer.append({ name: 'waits', room: 'down', url: webhooks.receiver.url });
	await webhooks.untilLog((all) => all[6]?.state === 'delivered' && all[7]?.tries === 1);
	const queues = () => webhooks.writer.database.queries.selectFrom('webhook_queues').select('next_at').execute();

	expect(await deleteOld(webhooks.writer.database, webhooks.now + 30 * 24 * HOUR, { batch: 3 })).toBe(0);
	const later = webhooks.now + 30 * 24 * HOUR + 1;
	await webhooks.writer.append({ name: 'still there', room: 'other', url: webhooks.receiver.url });
	await webhooks.untilLog((all) => all[8]?.state === 'delivered');
	await webhooks.writer.database.queries
		.updateTable('webhook_deliveries')
		.set({ created_at: later })
		.where('room_id', '=', 'other')
		.execute();
	expect(await deleteOld(webhooks.writer.database, later, { batch: 3 })).toBe(7);
	expect((await deliveriesOf(webhooks.writer)).map(({ state }) => state).sort()).toEqual(['delivered', 'pending']);
	// Of the queues the one that waits is left.
	expect(await queues()).toEqual([{ next_at: webhooks.now + 5_000 }]);
	webhooks.receiver.behave(200);
	webhooks.moveClock(5_000);
	await webhooks.untilLog((all) => all.every(({ state }) => state === 'delivered'));
});
