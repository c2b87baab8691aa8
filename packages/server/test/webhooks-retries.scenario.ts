import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, expect, it } from 'vitest';
import type { StoredDelivery } from '../src/webhooks/StoredDelivery.ts';
import { RETRY_DELAYS } from '../src/webhooks/schedule.ts';
import { deliveriesOf } from './support/deliveries.ts';
import { TestWebhooks } from './support/TestWebhooks.ts';

const HOUR = 3_600_000;

let webhooks: TestWebhooks;
beforeEach(async () => {
	webhooks = await TestWebhooks.create();
});

it('retries follow the schedule, with the same id and body, until the last one', async () => {
	webhooks.receiver.behave(503);
	await webhooks.writer.append({ url: webhooks.receiver.url });
	for (const [tries, delay] of RETRY_DELAYS.entries()) {
		if (tries > 0) {
			// A moment before it is due there is no attempt.
			const { nextAt } = (await deliveriesOf(webhooks.writer))[0] as StoredDelivery;
			expect(nextAt?.getTime()).toBe(webhooks.now + delay);
			webhooks.moveClock(delay - 1);
			await sleep(30);
			expect(webhooks.receiver.received).toHaveLength(tries);
			webhooks.moveClock(1);
		}
		await webhooks.receiver.count(tries + 1);
		await webhooks.untilLog(([delivery]) => delivery?.tries === tries + 1);
	}
	const [delivery] = await deliveriesOf(webhooks.writer);
	expect(delivery).toMatchObject({ state: 'failed', nextAt: null });
	expect(delivery?.attempts).toHaveLength(12);
	expect(delivery?.attempts[11]).toMatchObject({ status: 503, error: 'the endpoint answered 503' });
	expect(new Set(webhooks.receiver.received.map(({ id, body }) => `${id} ${body}`)).size).toBe(1);
	expect(new Set(webhooks.receiver.received.map(({ headers }) => headers['webhook-timestamp'])).size).toBe(12);
});

it('retries are shown in the time of the wall clock, also after a step of it', async () => {
	webhooks.receiver.behave(503);
	const [id = ''] = await webhooks.writer.append({ url: webhooks.receiver.url });
	await webhooks.untilLog(([delivery]) => delivery?.tries === 1);
	webhooks.wallAhead = -HOUR;
	const expected = new Date(webhooks.now + 5_000 - HOUR);
	const caller = { keyId: webhooks.writer.keyId };
	expect((await webhooks.service.get(caller, id)).nextAt).toEqual(expected);
	const { deliveries } = await webhooks.service.list(caller, { page: 1, perPage: 10 });
	expect(deliveries.map(({ nextAt }) => nextAt)).toEqual([expected]);
	expect((await webhooks.service.replay(caller, id)).nextAt).toEqual(new Date(webhooks.now - HOUR));
});

it('retries wait as long as Retry-After says', async () => {
	webhooks.receiver.behave((_received, response) => response.writeHead(429, { 'retry-after': '120' }).end());
	await webhooks.writer.append({ url: webhooks.receiver.url });
	const [delivery] = await webhooks.untilLog(([first]) => first?.tries === 1);
	expect(delivery?.nextAt?.getTime()).toBe(webhooks.now + 120_000);
	webhooks.moveClock(119_999);
	await sleep(30);
	expect(webhooks.receiver.received).toHaveLength(1);
	webhooks.receiver.behave(200);
	webhooks.moveClock(1);
	await webhooks.untilLog(([first]) => first?.state === 'delivered');
});

it('retries are made for other 4xx, closed connections, silence and redirects', async () => {
	await webhooks.queue.close();
	webhooks.queue = await webhooks.newQueue({ timeout: 2000 });
	const elsewhere = await TestWebhooks.newReceiver();
	webhooks.receiver.behave(({ data }, response) => {
		if (data.participantId === 'closed') response.destroy();
		else if (data.participantId === 'redirect')
			response.writeHead(302, { location: `${elsewhere.url}?token=secret` }).end();
		else if (data.participantId !== 'silent') response.writeHead(404).end();
	});
	for (const name of ['missing', 'closed', 'silent', 'redirect'])
		await webhooks.writer.append({ name, room: name, url: webhooks.receiver.url });
	const all = await webhooks.untilLog((deliveries) => deliveries.every(({ tries }) => tries === 1));
	expect(all.map(({ state }) => state)).toEqual(['pending', 'pending', 'pending', 'pending']);
	expect(all.map(({ attempts }) => attempts[0]?.error)).toEqual([
		'the endpoint answered 404',
		'socket hang up',
		'no answer within 2 s',
		`redirects are not followed (to ${elsewhere.url})`,
	]);
	expect(elsewhere.received).toEqual([]);
});

it('retries end for what waited three days behind others', async () => {
	webhooks.receiver.behave(500);
	await webhooks.writer.append({ name: 'first', url: webhooks.receiver.url });
	await webhooks.writer.append({ name: 'second', url: webhooks.receiver.url });
	await webhooks.untilLog((all) => all[0]?.tries === 1);
	for (const delay of RETRY_DELAYS.slice(1)) {
		const { tries } = (await deliveriesOf(webhooks.writer))[0] as StoredDelivery;
		webhooks.moveClock(delay * 1.1);
		await webhooks.untilLog((all) => (all[0]?.tries ?? 0) > tries);
	}
	const all = await webhooks.untilLog((deliveries) => deliveries[1]?.state === 'failed');
	expect(all.map(({ state, tries }) => [state, tries])).toEqual([
		['failed', 12],
		['failed', 1],
	]);
});
