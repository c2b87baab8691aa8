import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import type { ConsumerInfo } from '@roomcast/contract';
import { opusParameters, SignallingClient } from '../SignallingClient.ts';

/** What the thread of this file is started with. */
export interface HealthyCallData {
	readonly url: string;
	readonly token: string;
	readonly roomId: string;
	readonly participantIds: readonly [string, string];
}

/** How two well-behaved participants fared. Times in ms. */
export interface HealthyCallReport {
	readonly rounds: number;
	/** The slowest reply, delivery of a message, and REST answer. */
	readonly slowest: { readonly reply: number; readonly delivery: number; readonly rest: number };
	/** What 95 of 100 publishes took at most until they were answered and had arrived, since it was asked last. */
	readonly p95: number;
	/** Notifications that they should not have got, and broken connections. */
	readonly disturbances: readonly string[];
}

/** ms between two rounds. */
const PERIOD = 100;
/** ms by which this thread itself may be late, for a round to count. */
const OWN_DELAY = 50;
/** What nobody in this call does. */
const DISTURBING = ['left', 'media-reset', 'media-disabled', 'participant-mode-changed', 'error'];

const { url, token, roomId, participantIds } = workerData as HealthyCallData;
const [ann, ben] = participantIds;
const slowest = { reply: 0, delivery: 0, rest: 0 };
const disturbances: string[] = [];
/** Ids of the consumers with which the two hear each other. */
const hearing = new Set<string>();
/** How long each publish took since it was asked last. */
let published: number[] = [];
let rounds = 0;
let stopped = false;
parentPort?.on('message', (asked: 'report' | 'stop') => {
	if (asked === 'report') parentPort?.postMessage(report());
	else stopped = true;
});

const clients = [await join(ann), await join(ben)] as const;
await clients[1].request('subscribe', { topic: 'heartbeat' });
parentPort?.postMessage('joined');
while (!stopped) {
	const began = performance.now();
	await round();
	await sleep(Math.max(0, began + PERIOD - performance.now()));
}
for (const client of clients) await client.request('leave', {});
parentPort?.postMessage(report());
parentPort?.close();

function report(): HealthyCallReport {
	const times = published.sort((a, b) => a - b);
	published = [];
	return { rounds, slowest, disturbances, p95: times[Math.ceil(times.length * 0.95) - 1] ?? 0 };
}

/** A participant that sends sound, as far as signalling knows. */
async function join(participantId: string): Promise<SignallingClient> {
	const { client, joined } = await SignallingClient.join(url, { token, roomId, participantId });
	for (const consumer of joined.media.consumers) note(consumer);
	const transportId = joined.media.sendTransport?.id ?? '';
	await client.request('produce', { transportId, kind: 'audio', rtpParameters: opusParameters(participantId.length) });
	void client.closed.then(({ code, reason }) => {
		if (!stopped) disturbances.push(`${participantId} lost its connection: ${code} ${reason}`);
	});
	return client;
}

/** A message from one to the other, and a REST call. */
async function round(): Promise<void> {
	const [from, to] = clients;
	const number = `${++rounds}`;
	const check = watch();
	const timed = async (work: Promise<unknown>): Promise<number> => {
		const began = performance.now();
		await work;
		return performance.now() - began;
	};
	const delivered = to.notification('message', ({ message }) => message.message === number, 20_000);
	const [reply, delivery, rest] = await Promise.all([
		timed(from.request('publish', { topic: 'heartbeat', message: number })),
		timed(delivered),
		timed(fetch(`${url}/v2/rooms/${roomId}`, { headers: { authorization: token } }).then((answer) => answer.json())),
	]);
	if (check() <= OWN_DELAY) {
		slowest.reply = Math.max(slowest.reply, reply);
		slowest.delivery = Math.max(slowest.delivery, delivery);
		slowest.rest = Math.max(slowest.rest, rest);
		published.push(Math.max(reply, delivery));
	}
	for (const { notifications } of clients)
		for (const { event, data } of notifications.splice(0)) {
			if (event === 'consumer-added') note((data as { consumer: ConsumerInfo }).consumer);
			const deaf = event === 'consumer-closed' && hearing.has((data as { consumerId: string }).consumerId);
			if (deaf || (DISTURBING.includes(event) && !isAboutOthers(data)))
				disturbances.push(`${event} ${JSON.stringify(data)}`);
		}
}

function note({ id, participantId }: ConsumerInfo): void {
	if (participantId === ann || participantId === ben) hearing.add(id);
}

function isAboutOthers(data: unknown): boolean {
	const { participantId } = data as { participantId?: string };
	return participantId !== undefined && participantId !== ann && participantId !== ben;
}

/** Watches this thread; tells by how many ms it was late at most. */
function watch(): () => number {
	let latest = 0;
	let due = performance.now() + 10;
	const timer = setInterval(() => {
		latest = Math.max(latest, performance.now() - due);
		due = performance.now() + 10;
	}, 10);
	return () => {
		clearInterval(timer);
		return latest;
	};
}
