import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { TargetGuard } from '../src/net/TargetGuard.ts';
import type { DurableQueue } from '../src/queue/DurableQueue.ts';
import { deleteOld } from '../src/webhooks/deleteOld.ts';
import { deliveryQueue } from '../src/webhooks/deliveryQueue.ts';
import { Secrets } from '../src/webhooks/Secrets.ts';
import { SigningKey } from '../src/webhooks/SigningKey.ts';
import type { StoredDelivery } from '../src/webhooks/StoredDelivery.ts';
import { RETRY_DELAYS } from '../src/webhooks/schedule.ts';
import { WebhookService } from '../src/webhooks/service.ts';
import { WebhookSender } from '../src/webhooks/WebhookSender.ts';
import { deliveriesOf, untilDeliveries } from './support/deliveries.ts';
import { OutboxWriter } from './support/OutboxWriter.ts';
import { Receiver } from './support/Receiver.ts';

const HOUR = 3_600_000;

/** A clock that stands still until it is moved. */
let now: number;
/** ms that the wall clock is ahead of it. */
let wallAhead: number;
const clock = { now: () => now, toWall: (at: number) => at + wallAhead };
let writer: OutboxWriter;
/** ms to add to the silence of other servers. */
let silent: number;
let dispatcher: DurableQueue;
let receiver: Receiver;
let service: WebhookService;

async function newReceiver(): Promise<Receiver> {
	const created = await Receiver.create();
	onTestFinished(created.close);
	return created;
}

async function newDispatcher(options: { timeout?: number; allowPrivate?: boolean } = {}): Promise<DurableQueue> {
	const { timeout = 5_000, allowPrivate = true } = options;
	const guard = new TargetGuard({ allowPrivate });
	const { database } = writer;
	const sender = new WebhookSender({
		guard,
		secrets: new Secrets(database),
		signingKey: await SigningKey.create(database),
		timeout,
		now: () => now,
	});
	const created = deliveryQueue({
		database,
		sender,
		logger: pino({ level: 'error' }),
		clock,
		random: () => 0,
		awake: () => performance.now() + silent,
	});
	created.start();
	onTestFinished(() => created.close());
	return created;
}

beforeEach(async () => {
	now = Date.now();
	silent = 0;
	wallAhead = 0;
	writer = await OutboxWriter.create();
	onTestFinished(writer.close);
	writer.now = () => now;
	receiver = await newReceiver();
	dispatcher = await newDispatcher();
	writer.onCommitted = () => dispatcher.wake();
	service = new WebhookService({
		database: writer.database,
		secrets: new Secrets(writer.database),
		publicKey: '',
		findRoom: async () => undefined,
		clock,
		wake: () => dispatcher.wake(),
	});
});

/** Resolves when the log looks like this. */
const untilLog = (fits: (deliveries: StoredDelivery[]) => boolean) => untilDeliveries(writer, fits);

const states = (deliveries: readonly StoredDelivery[]) => deliveries.map(({ state }) => state);
const names = ({ received }: Receiver) => received.map(({ data }) => data.participantId);

function moveClock(ms: number): void {
	now += ms;
	dispatcher.wake();
}

describe('order', () => {
	it('is kept within a room, over attempts that fail', async () => {
		receiver.behave(({ data }, response) => {
			const first = receiver.received.filter((each) => each.data.participantId === data.participantId).length === 1;
			response.writeHead(data.participantId === '3' && first ? 500 : 200).end();
		});
		for (let i = 0; i < 8; i++) await writer.append({ name: `${i}`, url: receiver.url });
		await receiver.count(4);
		await untilLog((all) => all[3]?.tries === 1);
		expect(names(receiver)).toEqual(['0', '1', '2', '3']);
		moveClock(5_000);
		await receiver.count(9);
		expect(names(receiver)).toEqual(['0', '1', '2', '3', '3', '4', '5', '6', '7']);
	});

	// Of two that are written at the same time, the answers of the database may arrive in either order: nobody can tell.
	it('is that of the commits, when many are written at once', async () => {
		const committedBefore = new Map<string, string[]>();
		const committed: string[] = [];
		const writeSome = async (lane: number) => {
			for (let n = 0; n < 5; n++) {
				const name = `${lane}-${n}`;
				committedBefore.set(name, [...committed]);
				await writer.append({ name, url: receiver.url });
				committed.push(name);
			}
		};
		await Promise.all(Array.from({ length: 8 }, (_, lane) => writeSome(lane)));
		await receiver.count(40);
		const order = names(receiver);
		expect([...order].sort()).toEqual([...committed].sort());
		for (const [place, name] of order.entries())
			expect(order.slice(0, place), `before ${name}`).toEqual(expect.arrayContaining(committedBefore.get(name) ?? []));
	});

	it('does not make one room wait for another', async () => {
		receiver.behave(({ data }, response) => response.writeHead(data.roomId === 'down' ? 500 : 200).end());
		await writer.append({ room: 'down', url: receiver.url });
		await writer.append({ room: 'down', url: receiver.url });
		await writer.append({ room: 'up', url: receiver.url });
		const all = await untilLog((deliveries) => deliveries[2]?.state === 'delivered' && deliveries[0]?.tries === 1);
		expect(states(all)).toEqual(['pending', 'pending', 'delivered']);
	});
});

it('each endpoint gets its own message: the room one by pattern, the one of the operation always, never twice', async () => {
	const other = await newReceiver();
	await writer.append({ name: 'both', url: receiver.url, webhookUrl: other.url });
	await writer.append({ name: 'other', url: receiver.url, events: ['recording-*'], webhookUrl: other.url });
	await writer.append({ name: 'once', url: receiver.url, webhookUrl: receiver.url });
	expect(await writer.append({ url: receiver.url, events: ['session*', 'participant-left'] })).toEqual([]);
	await receiver.count(2);
	await other.count(2);
	expect(names(receiver)).toEqual(['both', 'once']);
	expect(names(other)).toEqual(['both', 'other']);
	expect(receiver.received[0]?.id).not.toBe(other.received[0]?.id);
});

it('what is rolled back is not sent', async () => {
	const failing = writer.database.transaction(async (transaction) => {
		await writer.outbox.append(transaction, writer.event({ name: 'undone', url: receiver.url }));
		throw new Error('undo');
	});
	await expect(failing).rejects.toThrow('undo');
	await writer.append({ name: 'done', url: receiver.url });
	await receiver.count(1);
	expect(names(receiver)).toEqual(['done']);
	await expect(writer.outbox.append(writer.database.queries, writer.event({ url: receiver.url }))).rejects.toThrow(
		'not those of a transaction',
	);
});

describe('retries', () => {
	it('follow the schedule, with the same id and body, until they are given up', async () => {
		receiver.behave(503);
		await writer.append({ url: receiver.url });
		for (const [tries, delay] of RETRY_DELAYS.entries()) {
			if (tries > 0) {
				// A moment before it is due there is no attempt.
				const { nextAt } = (await deliveriesOf(writer))[0] as StoredDelivery;
				expect(nextAt?.getTime()).toBe(now + delay);
				moveClock(delay - 1);
				await sleep(30);
				expect(receiver.received).toHaveLength(tries);
				moveClock(1);
			}
			await receiver.count(tries + 1);
			await untilLog(([delivery]) => delivery?.tries === tries + 1);
		}
		const [delivery] = await deliveriesOf(writer);
		expect(delivery).toMatchObject({ state: 'failed', nextAt: null });
		expect(delivery?.attempts).toHaveLength(12);
		expect(delivery?.attempts[11]).toMatchObject({ status: 503, error: 'the endpoint answered 503' });
		expect(new Set(receiver.received.map(({ id, body }) => `${id} ${body}`)).size).toBe(1);
		expect(new Set(receiver.received.map(({ headers }) => headers['webhook-timestamp'])).size).toBe(12);
	});

	it('are shown in the time of the wall clock, also after a step of it', async () => {
		receiver.behave(503);
		const [id = ''] = await writer.append({ url: receiver.url });
		await untilLog(([delivery]) => delivery?.tries === 1);
		wallAhead = -HOUR;
		const expected = new Date(now + 5_000 - HOUR);
		const caller = { keyId: writer.keyId };
		expect((await service.get(caller, id)).nextAt).toEqual(expected);
		const { deliveries } = await service.list(caller, { page: 1, perPage: 10 });
		expect(deliveries.map(({ nextAt }) => nextAt)).toEqual([expected]);
		expect((await service.replay(caller, id)).nextAt).toEqual(new Date(now - HOUR));
	});

	it('wait as long as Retry-After says', async () => {
		receiver.behave((_received, response) => response.writeHead(429, { 'retry-after': '120' }).end());
		await writer.append({ url: receiver.url });
		const [delivery] = await untilLog(([first]) => first?.tries === 1);
		expect(delivery?.nextAt?.getTime()).toBe(now + 120_000);
		moveClock(119_999);
		await sleep(30);
		expect(receiver.received).toHaveLength(1);
		receiver.behave(200);
		moveClock(1);
		await untilLog(([first]) => first?.state === 'delivered');
	});

	it('are made for other 4xx, closed connections, silence and redirects', async () => {
		await dispatcher.close();
		dispatcher = await newDispatcher({ timeout: 2000 });
		const elsewhere = await newReceiver();
		receiver.behave(({ data }, response) => {
			if (data.participantId === 'closed') response.destroy();
			else if (data.participantId === 'redirect')
				response.writeHead(302, { location: `${elsewhere.url}?token=secret` }).end();
			else if (data.participantId !== 'silent') response.writeHead(404).end();
		});
		for (const name of ['missing', 'closed', 'silent', 'redirect'])
			await writer.append({ name, room: name, url: receiver.url });
		const all = await untilLog((deliveries) => deliveries.every(({ tries }) => tries === 1));
		expect(states(all)).toEqual(['pending', 'pending', 'pending', 'pending']);
		expect(all.map(({ attempts }) => attempts[0]?.error)).toEqual([
			'the endpoint answered 404',
			'socket hang up',
			'no answer within 2 s',
			`redirects are not followed (to ${elsewhere.url})`,
		]);
		expect(elsewhere.received).toEqual([]);
	});

	it('end for what waited three days behind others', async () => {
		receiver.behave(500);
		await writer.append({ name: 'first', url: receiver.url });
		await writer.append({ name: 'second', url: receiver.url });
		await untilLog((all) => all[0]?.tries === 1);
		for (const delay of RETRY_DELAYS.slice(1)) {
			const { tries } = (await deliveriesOf(writer))[0] as StoredDelivery;
			moveClock(delay * 1.1);
			await untilLog((all) => (all[0]?.tries ?? 0) > tries);
		}
		const all = await untilLog((deliveries) => deliveries[1]?.state === 'failed');
		expect(all.map(({ state, tries }) => [state, tries])).toEqual([
			['failed', 12],
			['failed', 1],
		]);
	});
});

it('410 ends it for the room: what waits and what comes is not sent, until a replay', async () => {
	receiver.behave(({ data }, response) => response.writeHead(data.roomId === 'gone' ? 410 : 200).end());
	await writer.append({ name: '0', room: 'gone', url: receiver.url });
	await untilLog(([first]) => first?.state === 'disabled');
	await writer.append({ name: '1', room: 'gone', url: receiver.url });
	await writer.append({ name: '2', room: 'other', url: receiver.url });
	const all = await untilLog((deliveries) => deliveries[2]?.state === 'delivered');
	expect(states(all)).toEqual(['disabled', 'disabled', 'delivered']);
	expect(all[0]?.attempts[0]).toMatchObject({ status: 410 });
	expect(all[1]?.attempts).toEqual([]);

	receiver.behave(200);
	await service.replay({ keyId: writer.keyId }, all[1]?.id ?? '');
	await untilLog((deliveries) => deliveries[1]?.state === 'delivered');
	await writer.append({ name: '3', room: 'gone', url: receiver.url });
	await receiver.count(4);
	expect(names(receiver)).toEqual(['0', '2', '1', '3']);
});

it('a slow endpoint does not delay another, and many rooms do not flood one', async () => {
	const slow = await newReceiver();
	let open = 0;
	let most = 0;
	// Nobody is answered before as many wait as may; one too many would come within the 300 ms after that.
	const full = Promise.withResolvers<void>();
	slow.behave(async (_received, response) => {
		most = Math.max(most, ++open);
		if (open === 8) full.resolve();
		await full.promise;
		await sleep(300);
		open--;
		response.writeHead(200).end();
	});
	for (let i = 0; i < 30; i++) await writer.append({ room: `slow ${i}`, url: slow.url });
	await slow.count(1);
	const waits: number[] = [];
	for (let i = 0; i < 10; i++) {
		const committing = writer.append({ name: `${i}`, url: receiver.url });
		await committing;
		const committed = performance.now();
		await receiver.count(i + 1);
		waits.push((receiver.received[i]?.at ?? 0) - committed);
	}
	// Behind the slow one it would be 300 ms, or a multiple.
	expect(waits.sort((a, b) => a - b)[5]).toBeLessThan(250);
	await slow.count(30);
	expect(most).toBe(8);
});

it('two servers on one database share the work: nothing twice, nothing out of order', async () => {
	const second = await newDispatcher();
	const wakeBoth = () => {
		second.wake();
		dispatcher.wake();
	};
	writer.onCommitted = wakeBoth;
	for (let i = 0; i < 60; i++) await writer.append({ name: `${i}`, room: `room ${i % 4}`, url: receiver.url });
	await receiver.count(60);
	await untilLog((all) => all.every(({ state }) => state === 'delivered'));
	expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(receiver.received.length);
	for (let room = 0; room < 4; room++) {
		const got = receiver.received.filter(({ data }) => data.roomId === `room ${room}`);
		expect(got.map(({ data }) => Number(data.participantId))).toEqual(
			Array.from({ length: 15 }, (_, i) => room + 4 * i),
		);
	}
});

it('a claim of a server that died runs out', async () => {
	await dispatcher.close();
	await writer.append({ url: receiver.url });
	await writer.database.queries
		.updateTable('webhook_queues')
		.set({ claim: 'the dead', claimed_until: now + HOUR })
		.execute();
	dispatcher = await newDispatcher();
	// A later clock does not matter: the dispatcher sees this claim for the first time.
	moveClock(2 * HOUR);
	await sleep(1_500);
	expect(receiver.received).toEqual([]);
	silent += 20_000;
	await receiver.count(1);
});

it('a replay sends the same again, at once and past what waits', async () => {
	await writer.append({ name: 'sent', url: receiver.url });
	await untilLog(([first]) => first?.state === 'delivered');
	receiver.behave(500);
	await writer.append({ name: 'stuck', url: receiver.url });
	await writer.append({ name: 'behind', url: receiver.url });
	const [sent] = await untilLog((all) => all[1]?.tries === 1);
	const replayed = await service.replay({ keyId: writer.keyId }, sent?.id ?? '');
	expect(replayed).toMatchObject({ state: 'pending', tries: 0 });
	// The queue that waits is hurried as well, and its first message fails again.
	await untilLog((all) => all[0]?.tries === 1);
	const again = receiver.received.filter(({ id }) => id === sent?.id);
	expect(again).toHaveLength(2);
	expect(again[1]?.body).toBe(again[0]?.body);
	expect(names(receiver)).not.toContain('behind');
	expect((await deliveriesOf(writer))[0]?.attempts.map(({ status }) => status)).toEqual([204, 500]);
});

it('closing sends what is due, and leaves no request behind', async () => {
	receiver.behave((_received, response) => void setTimeout(() => response.writeHead(200).end(), 200));
	await writer.append({ name: '0', url: receiver.url });
	await writer.append({ name: '1', url: receiver.url });
	await receiver.count(1);
	await dispatcher.close();
	expect(states(await deliveriesOf(writer))).toEqual(['delivered', 'delivered']);
});

it('resources carry how their messages went', async () => {
	receiver.behave(({ data }, response) => response.writeHead(data.participantId === 'bad' ? 500 : 200).end());
	await writer.append({ resourceId: 'r1', sessionId: 's1', url: receiver.url });
	await writer.append({ resourceId: 'r1', sessionId: 's1', name: 'bad', url: receiver.url });
	await untilLog((all) => all[1]?.tries === 1);
	const expected = {
		totalCount: 2,
		successCount: 1,
		data: [
			{ type: 'participant-joined', success: true },
			{ type: 'participant-joined', success: false },
		],
	};
	const nothing = { totalCount: 0, successCount: 0, data: [] };
	expect(Object.fromEntries(await service.summariesOfResources(writer.keyId, ['r1', 'r2']))).toEqual({
		r1: expected,
		r2: nothing,
	});
	expect((await service.summariesOfSessions(writer.keyId, ['s1'])).get('s1')).toEqual(expected);
	expect((await service.summariesOfSessions('another', ['s1'])).get('s1')).toEqual(nothing);
});

it('after thirty days what waits for nothing is deleted, and the rest goes on', async () => {
	receiver.behave(({ data }, response) => response.writeHead(data.roomId === 'down' ? 500 : 200).end());
	for (let i = 0; i < 7; i++) await writer.append({ name: `old ${i}`, url: receiver.url });
	await writer.append({ name: 'waits', room: 'down', url: receiver.url });
	await untilLog((all) => all[6]?.state === 'delivered' && all[7]?.tries === 1);
	const queues = () => writer.database.queries.selectFrom('webhook_queues').select('next_at').execute();

	expect(await deleteOld(writer.database, now + 30 * 24 * HOUR, { batch: 3 })).toBe(0);
	const later = now + 30 * 24 * HOUR + 1;
	await writer.append({ name: 'still there', room: 'other', url: receiver.url });
	await untilLog((all) => all[8]?.state === 'delivered');
	await writer.database.queries
		.updateTable('webhook_deliveries')
		.set({ created_at: later })
		.where('room_id', '=', 'other')
		.execute();
	expect(await deleteOld(writer.database, later, { batch: 3 })).toBe(7);
	expect((await deliveriesOf(writer)).map(({ state }) => state).sort()).toEqual(['delivered', 'pending']);
	// Of the queues the one that waits is left.
	expect(await queues()).toEqual([{ next_at: now + 5_000 }]);
	receiver.behave(200);
	moveClock(5_000);
	await untilLog((all) => all.every(({ state }) => state === 'delivered'));
});
