import { freePortRange } from '@roomcast/testing/net/ports';
import { childrenOf } from '@roomcast/testing/processes/processes';
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import { metric } from './support/metric.ts';
import { placeOf, produce } from './support/placeOf.ts';
import { SignallingClient } from './support/SignallingClient.ts';
import { TestServer } from './support/TestServer.ts';

let server: TestServer;
let firstPort: number;
/** Those of servers before, which may not have ended yet. */
let before: readonly number[];

beforeAll(async () => {
	before = await childrenOf(process.pid, 'mediasoup-worker');
	firstPort = await freePortRange(2);
	server = await TestServer.create({
		ROOMCAST_MEDIA_WORKERS: '2',
		ROOMCAST_MEDIA_PORTS: `${firstPort}-${firstPort + 1}`,
		ROOMCAST_MEDIA_SPREAD_FROM: '0',
	});
});
afterAll(() => server.close());

/** Somebody in a room, and the port of the worker that they are on. */
async function join(roomId: string, participantId: string) {
	const token = await server.token();
	const { client, joined } = await SignallingClient.join(server.url, { token, roomId, participantId });
	onTestFinished(() => client.close());
	const { sendTransport, consumers } = joined.media;
	return { client, participantId, consumers, ...placeOf(sendTransport) };
}
type Person = Awaited<ReturnType<typeof join>>;

/** What comes to both workers from the other one. */
async function pipes() {
	const found = await metric(server, 'roomcast_media_pipes');
	const sum = (state: string) =>
		Object.entries(found).reduce((all, [labels, value]) => all + (labels.includes(state) ? value : 0), 0);
	return { flowing: sum('flowing'), paused: sum('paused') };
}

const ids = (person: Person) => person.consumers.map(({ id }) => id);
const resets = ({ client }: Person) => client.notifications.filter(({ event }) => event === 'media-reset');

it('participants of one room are on both workers, and each stream crosses at most once, while it is watched', async () => {
	const { roomId } = await server.room();
	const ann = await join(roomId, 'ann');
	const sent = await produce(ann);
	const [ben, cat, dan] = [await join(roomId, 'ben'), await join(roomId, 'cat'), await join(roomId, 'dan')];
	const people = [ann, ben, cat, dan];
	expect(new Set(people.map(({ port }) => port))).toEqual(new Set([firstPort, firstPort + 1]));
	expect(Object.values(await metric(server, 'roomcast_media_routers'))).toEqual([1, 1]);
	for (const { consumers } of [ben, cat, dan])
		expect(consumers.map(({ producerId }) => producerId).sort()).toEqual(sent.sort());

	const away = [ben, cat, dan].filter(({ port }) => port !== ann.port);
	expect(away.length).toBeGreaterThan(0);
	// However many are there: ann's two streams, once.
	expect(await pipes()).toEqual({ flowing: 2, paused: 0 });
	const look = (person: Person, paused: boolean) =>
		person.client.request('update-consumers', { consumers: ids(person).map((consumerId) => ({ consumerId, paused })) });
	for (const person of people.slice(1)) await look(person, true);
	await vi.waitFor(async () => expect(await pipes()).toEqual({ flowing: 0, paused: 2 }), { timeout: 15_000 });
	const [first] = away;
	if (first === undefined) throw new Error('there is one');
	await look(first, false);
	await vi.waitFor(async () => expect(await pipes()).toEqual({ flowing: 2, paused: 0 }), { timeout: 15_000 });
	for (const { client } of away) await client.request('leave', {});
	await vi.waitFor(async () => expect(await pipes()).toEqual({ flowing: 0, paused: 0 }), { timeout: 15_000 });
	// What is left of it would be load in the next test.
	await ann.client.request('end', {});
});

it('the death of a worker is none of those on the other, who see the streams end and come back', async () => {
	const { roomId } = await server.room();
	const [ann, ben] = [await join(roomId, 'ann'), await join(roomId, 'ben')];
	expect(ann.port).not.toBe(ben.port);
	const [, lost] = [await produce(ann), await produce(ben)];
	for (const [person, other] of [
		[ann, 'ben'],
		[ben, 'ann'],
	] as const)
		for (const kind of ['audio', 'video'])
			await person.client.notification(
				'consumer-added',
				({ consumer }) => consumer.participantId === other && consumer.kind === kind,
			);
	const pids = (await childrenOf(process.pid, 'mediasoup-worker')).filter((pid) => !before.includes(pid));
	// The workers start in the order of their ports, at nearly the same time: which one it is, shows.
	const [victim] = pids;
	if (victim === undefined) throw new Error('there are two');
	process.kill(victim, 'SIGKILL');
	await vi.waitFor(() => expect(resets(ann).length + resets(ben).length).toBe(1), 5000);
	const [hit, spared] = resets(ann).length === 1 ? [ann, ben] : [ben, ann];
	const gone = hit === ben ? lost : undefined;
	for (const kind of ['audio', 'video'] as const) {
		const { producerId } = await spared.client.notification('stream-removed', (stream) => stream.kind === kind);
		if (gone !== undefined) expect(gone).toContain(producerId);
		await spared.client.notification('consumer-closed');
	}
	// What the other one sends goes on, with the transports that it had.
	await spared.client.request('restart-ice', { transportId: spared.transportId });

	const { media } = await hit.client.request('restart-media', {});
	expect(media.consumers.map(({ kind }) => kind).sort()).toEqual(['audio', 'video']);
	const again = await produce({ client: hit.client, ...placeOf(media.sendTransport) });
	for (const kind of ['audio', 'video'])
		await spared.client.notification(
			'consumer-added',
			({ consumer }) => again.includes(consumer.producerId) && consumer.kind === kind,
		);
	expect(resets(spared)).toEqual([]);
});
