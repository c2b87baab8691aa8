import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Receiver } from '@roomcast/testing/net/Receiver';
import { removeFolder } from '@roomcast/testing/removeFolder';
import { expect, it, onTestFinished, vi } from 'vitest';
import { type Restartable, type Running, restartable } from './support/restartable.ts';
import { SignallingClient } from './support/SignallingClient.ts';

vi.setConfig({ testTimeout: 120_000 });

const HOUR = 3_600_000;
/** ms between the first two attempts. */
const FIRST_WAIT = 5_000;
/** ms in which a server looks several times for due messages. */
const NOTICE = 3_000;

/** A server whose wall clock `step` sets, and an endpoint. */
async function steppable() {
	const folder = await mkdtemp(join(tmpdir(), 'roomcast-test-'));
	onTestFinished(() => removeFolder(folder));
	const clock = join(folder, 'clock');
	await writeFile(clock, '0');
	const receiver = await Receiver.create();
	onTestFinished(receiver.close);
	const server = await restartable({
		ROOMCAST_ALLOW_PRIVATE_TARGETS: 'true',
		NODE_OPTIONS: `--import ${new URL('./support/steppedClock.mjs', import.meta.url).href}`,
		TEST_CLOCK_FILE: clock,
	});
	return { receiver, server, step: (ms: number) => writeFile(clock, `${ms}`) };
}

/** One participant joins, which sends one message to the endpoint. */
async function cause(receiver: Receiver, { url, call }: Running, { token }: Restartable): Promise<void> {
	const webhook = { endPoint: receiver.url, events: ['participant-joined'] };
	const { roomId } = await call('/v2/rooms', { webhook });
	const { client } = await SignallingClient.join(url, { token, roomId, participantId: 'ann', mode: 'SIGNALLING_ONLY' });
	onTestFinished(() => client.close());
	await receiver.count(1, 20_000);
}

it.each([
	['ahead', HOUR],
	['back', -HOUR],
])('a wall clock set an hour %s does not change when the next attempt is made', async (_, ms) => {
	const { receiver, server, step } = await steppable();
	receiver.behave((_received, response) => response.writeHead(receiver.received.length === 1 ? 500 : 200).end());
	const running = await server.start();
	await cause(receiver, running, server);
	await vi.waitFor(
		async () => {
			const { data } = await running.call('/v2/webhooks/deliveries');
			expect(data).toMatchObject([{ state: 'pending', attempts: [{ status: 500 }] }]);
		},
		{ timeout: 15_000 },
	);
	await step(ms);
	const [first, second] = await receiver.count(2, 60_000);
	expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(FIRST_WAIT);
});

it('a wall clock set an hour ahead does not send a message twice that is on its way', async () => {
	const { receiver, server, step } = await steppable();
	const answer = Promise.withResolvers<void>();
	receiver.behave((_received, response) => void answer.promise.then(() => response.writeHead(200).end()));
	const running = await server.start();
	await cause(receiver, running, server);
	await step(HOUR);
	await sleep(NOTICE);
	answer.resolve();
	await vi.waitFor(
		async () => {
			const { data } = await running.call('/v2/webhooks/deliveries');
			expect(data).toMatchObject([{ state: 'delivered' }]);
		},
		{ timeout: 15_000 },
	);
	expect(receiver.received).toHaveLength(1);
});

it('a message waits as long as planned if the server restarts after the wall clock was set back', async () => {
	const { receiver, server, step } = await steppable();
	receiver.behave((_received, response) => response.writeHead(receiver.received.length === 1 ? 500 : 200).end());
	const running = await server.start();
	await cause(receiver, running, server);
	await vi.waitFor(
		async () => {
			const { data } = await running.call('/v2/webhooks/deliveries');
			expect(data).toMatchObject([{ state: 'pending', attempts: [{ status: 500 }] }]);
		},
		{ timeout: 15_000 },
	);
	await step(-HOUR);
	await running.server.kill('SIGKILL');
	await server.start();
	const [first, second] = await receiver.count(2, 60_000);
	expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(FIRST_WAIT);
});
