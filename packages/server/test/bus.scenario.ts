import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { NatsServer } from '@roomcast/testing/net/NatsServer';
import { TcpProxy } from '@roomcast/testing/net/TcpProxy';
import { until } from '@roomcast/testing/until';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import type { BusChannel } from '../src/cluster/bus/BusChannel.ts';
import { BusMetrics } from '../src/cluster/bus/metrics.ts';
import { NatsBus } from '../src/cluster/bus/NatsBus.ts';

let nats: NatsServer;
beforeAll(async () => {
	nats = await NatsServer.create();
});
afterAll(() => nats.close());

async function node(nodeId: string, url = nats.url): Promise<NatsBus> {
	const metrics = new BusMetrics(new Registry());
	const bus = await NatsBus.create({ url, nodeId, logger: pino({ level: 'silent' }), metrics });
	onTestFinished(() => bus.close());
	return bus;
}

/** Both ends of a channel from one node to another. */
async function channel(from: NatsBus, to: NatsBus): Promise<[BusChannel, BusChannel]> {
	const accepted = new Promise<BusChannel>((resolve) => to.accept('signalling', (_head, end) => resolve(end)));
	const opened = await from.open(to.nodeId, 'signalling', { address: '203.0.113.9' });
	return [opened, await accepted];
}

it('answers requests, and says how one failed', async () => {
	const [one, two] = [await node('one'), await node('two')];
	two.serve('take-session', async ({ sessionId }) => {
		if (sessionId === 'fails') throw new Error('a secret of that node');
		return { taken: sessionId === 'known' };
	});
	const ask = (nodeId: string, sessionId: unknown, timeout?: number) =>
		one.request(nodeId, 'take-session', { sessionId: sessionId as string, from: 'one' }, timeout);
	expect(await ask('two', 'known')).toEqual({ taken: true });
	await expect(ask('two', 'fails')).rejects.toMatchObject({ failure: 'failed', message: 'it failed there' });
	await expect(ask('two', 5)).rejects.toThrow('does not fit the contract');
	await expect(ask('three', 'known')).rejects.toMatchObject({ failure: 'unreachable' });
	await expect(one.open('three', 'signalling', { address: '::1' })).rejects.toMatchObject({ failure: 'unreachable' });
	two.serve('take-session', () => new Promise(() => {}));
	await expect(ask('two', 'known', 300)).rejects.toMatchObject({ failure: 'timeout' });
	// What does not fit into a message of NATS is no end of the node that answers.
	two.serve('take-session', async () => ({ taken: true, text: 'x'.repeat(2_000_000) }));
	await expect(ask('two', 'known', 500)).rejects.toMatchObject({ failure: 'timeout' });
	two.serve('take-session', async () => ({ taken: false }));
	expect(await ask('two', 'known')).toEqual({ taken: false });
});

it('a channel delivers messages of any size in order, both ways, and then that it was closed', async () => {
	const [one, two] = [await node('one'), await node('two')];
	const [here, there] = await channel(one, two);
	const digest = (message: Buffer) => createHash('sha256').update(message).digest('hex');
	const received: string[] = [];
	there.on('message', (message, binary) => {
		received.push(`${binary} ${digest(message)}`);
		there.send(message);
	});
	const echoed: string[] = [];
	here.on('message', (message) => echoed.push(digest(message)));
	// Around and beyond the largest payload of NATS.
	const sizes = [0, 1, 1024 * 1024 - 1024, 1024 * 1024, 2_500_000, ...Array.from({ length: 2000 }, (_, n) => n)];
	const messages = sizes.map((size) => randomBytes(size));
	for (const message of messages) here.send(message);
	here.send('text');
	expect(here.unsent).toBeGreaterThan(2_500_000);
	await until('everything is back', () => echoed.length === messages.length + 1);
	expect(echoed.slice(0, -1)).toEqual(messages.map(digest));
	expect(received.slice(0, -1).every((each) => each.startsWith('true '))).toBe(true);
	expect(received.at(-1)).toBe(`false ${digest(Buffer.from('text'))}`);
	// But for what the other end has not told yet.
	await until('it was taken', () => here.unsent < 16 * 1024);

	here.send('last');
	here.close(4001, 'done');
	expect(await once(there, 'closed')).toEqual([4001, 'done']);
	expect(received).toHaveLength(messages.length + 2);
	expect(there.closed).toBe(true);
});

it('a channel that is over before it is opened has everything', async () => {
	const [one, two] = [await node('one'), await node('two')];
	two.accept('signalling', (_head, end) => {
		end.send('all there is');
		end.close(4002, 'that was it');
	});
	for (let round = 0; round < 50; round++) {
		const here = await one.open('two', 'signalling', { address: '::1' });
		const received: string[] = [];
		here.on('message', (message) => received.push(message.toString()));
		expect(await once(here, 'closed')).toEqual([4002, 'that was it']);
		expect(received).toEqual(['all there is']);
	}
});

it('a channel loses nothing without saying so when NATS starts again', async () => {
	const [one, two] = [await node('one'), await node('two')];
	const [here, there] = await channel(one, two);
	const received: number[] = [];
	there.on('message', (message) => received.push(Number(message.toString())));
	const ends: number[] = [];
	for (const end of [here, there]) end.on('closed', (code) => ends.push(code));
	let sent = 0;
	const sending = setInterval(() => here.send(`${sent++}`), 1);
	onTestFinished(() => clearInterval(sending));
	await until('it flows', () => received.length > 50);
	await nats.stop();
	await sleep(500);
	await nats.start();
	await until('it flows again, or both ends know', () => received.length > 1500 || ends.length === 2);
	expect(received).toEqual(received.map((_, index) => index));
	if (ends.length > 0) expect(ends).toEqual([1006, 1006]);
});

it('a channel that one node closes while it is cut off ends at the other too', async () => {
	const proxy = await TcpProxy.create(nats.port);
	onTestFinished(() => proxy.close());
	const [one, two] = [await node('one', `nats://127.0.0.1:${proxy.port}`), await node('two')];
	// Another one between them, which stays: so the nodes know that both live.
	const [kept] = await channel(one, two);
	const [here, there] = await channel(one, two);
	proxy.cut();
	await until('it is noticed', () => !one.connected);
	here.close(1000, 'left');
	proxy.restore();
	expect(await once(there, 'closed')).toEqual([expect.any(Number), expect.any(String)]);
	expect(kept.closed).toBe(false);
});

it('what was lost on the way to a node that was cut off is noticed', async () => {
	const proxy = await TcpProxy.create(nats.port);
	onTestFinished(() => proxy.close());
	const [one, two] = [await node('one', `nats://127.0.0.1:${proxy.port}`), await node('two')];
	const [here, there] = await channel(one, two);
	proxy.cut();
	await until('it is noticed', () => !one.connected);
	there.send('lost');
	proxy.restore();
	expect(await once(here, 'closed')).toEqual([1006, expect.any(String)]);
	await until('the other end knows', () => there.closed);
});

it('a channel ends at both nodes when nothing comes through any more', async () => {
	const [one, two] = [await node('one'), await node('two')];
	const [here, there] = await channel(one, two);
	await nats.stop();
	expect(await Promise.all([once(here, 'closed'), once(there, 'closed')])).toEqual([
		[1006, expect.anything()],
		[1006, expect.anything()],
	]);
	expect(one.connected).toBe(false);
	const asking = one.request('two', 'give-up-rooms', { rooms: [] });
	await expect(asking).rejects.toMatchObject({ failure: 'unreachable' });
	await nats.start();
	await until('both are back', () => one.connected && two.connected);
	await channel(one, two);
});

it('signs in with the name and password of the URL, and names neither when they are wrong', async () => {
	const guarded = await NatsServer.create({ user: 'roomcast', password: 'p@ss/word' });
	onTestFinished(guarded.close);
	const connecting = (password: string) =>
		NatsBus.create({
			url: `nats://roomcast:${encodeURIComponent(password)}@127.0.0.1:${guarded.port}`,
			nodeId: 'one',
			logger: pino({ level: 'silent' }),
			metrics: new BusMetrics(new Registry()),
		});
	const bus = await connecting('p@ss/word');
	expect(bus.connected).toBe(true);
	await bus.close();
	const refused = await connecting('wrong secret').catch((error: Error) => error.message);
	expect(refused).toMatch(/^NATS at 127\.0\.0\.1:\d+ \(ROOMCAST_NATS_URL\): Authorization Violation/);
	expect(refused).not.toContain('secret');
});

it('a NATS that is not there is named at the start, without its password', async () => {
	const url = 'nats://someone:secret@127.0.0.1:9';
	const starting = NatsBus.create({
		url,
		connectWithin: 500,
		nodeId: 'one',
		logger: pino({ level: 'silent' }),
		metrics: new BusMetrics(new Registry()),
	});
	const error = await starting.then(
		() => undefined,
		(failure: Error) => failure.message,
	);
	expect(error).toContain('NATS at 127.0.0.1:9 (ROOMCAST_NATS_URL)');
	expect(error).not.toContain('secret');
});
