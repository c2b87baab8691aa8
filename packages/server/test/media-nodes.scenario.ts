import { setTimeout as sleep } from 'node:timers/promises';
import { freePortRange } from '@roomcast/testing/net/ports';
import { childrenOf } from '@roomcast/testing/processes/processes';
import { until } from '@roomcast/testing/until';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { TestCluster } from './support/cluster/TestCluster.ts';
import { metric } from './support/metric.ts';
import { placeOf, produce } from './support/placeOf.ts';
import { SignallingClient } from './support/SignallingClient.ts';
import type { TestServer } from './support/TestServer.ts';
import { UNLIMITED } from './support/unlimited.ts';

vi.setConfig({ testTimeout: 90_000 });

const shared = process.env.ROOMCAST_TEST_DATABASE === 'postgres';
/** How large an audience is; `ROOMCAST_TEST_VIEWERS=300` takes half a minute. */
const VIEWERS = Number(process.env.ROOMCAST_TEST_VIEWERS ?? 12);
/** Of each node: one worker of its own, two for others, and two for pipes. */
const PORTS = 5;

describe.runIf(shared)('media over nodes in two regions', () => {
	let cluster: TestCluster;
	let east: TestServer;
	let west: { readonly url: string; readonly ports: readonly [number, number]; readonly pid: number };
	/** Of the second node for itself. */
	let ownWorkers: readonly number[];

	beforeAll(async () => {
		cluster = await TestCluster.create({ ...UNLIMITED, ...(await portsOf()), ROOMCAST_REGION: 'east' });
		east = cluster.first;
		const settings = await portsOf();
		const { server, url } = await cluster.process({ ...settings, ROOMCAST_REGION: 'west' });
		const [min = 0, max = 0] = settings.ROOMCAST_MEDIA_PORTS.split('-').map(Number);
		west = { url, ports: [min, max], pid: server.pid };
		ownWorkers = await childrenOf(server.pid, 'mediasoup-worker');
	});
	afterAll(() => cluster.close());

	async function portsOf() {
		const first = await freePortRange(PORTS);
		return {
			ROOMCAST_MEDIA_PORTS: `${first}-${first + PORTS - 1}`,
			ROOMCAST_MEDIA_INTERNAL_IP: '127.0.0.1',
		};
	}

	async function join(url: string, roomId: string, participantId: string) {
		const { client, joined } = await SignallingClient.join(url, { token: await east.token(), roomId, participantId });
		onTestFinished(() => client.close());
		const { sendTransport, consumers } = joined.media;
		const { sessionId, resumeToken } = joined;
		return { client, participantId, consumers, sessionId, resumeToken, ...placeOf(sendTransport) };
	}
	/** Somebody who only receives. */
	async function watch(url: string, roomId: string, participantId: string) {
		const token = await east.token();
		const { client, joined } = await SignallingClient.join(url, { token, roomId, participantId, mode: 'RECV_ONLY' });
		onTestFinished(() => client.close());
		return { client, consumers: joined.media.consumers };
	}
	type Person = Awaited<ReturnType<typeof join>>;

	const isWest = ({ port }: Pick<Person, 'port'>) => port >= west.ports[0] && port <= west.ports[1];
	const resets = ({ client }: Person) => client.notifications.filter(({ event }) => event === 'media-reset');
	/** What crosses between nodes for sessions of the first. */
	const pipes = async () => {
		const found = await metric(east, 'roomcast_media_node_pipes');
		return { flowing: found['state=flowing'], paused: found['state=paused'] };
	};

	it('a participant sends to the region that they reached, and each stream crosses once, while it is watched', async () => {
		const { roomId } = await east.room();
		const ann = await join(east.url, roomId, 'ann');
		const sent = await produce(ann);
		const [ben, cat] = [await join(west.url, roomId, 'ben'), await join(west.url, roomId, 'cat')];
		expect([ann, ben, cat].map(isWest)).toEqual([false, true, true]);
		expect(ben.sessionId).toBe(ann.sessionId);
		for (const { consumers } of [ben, cat])
			expect(consumers.map(({ producerId }) => producerId).sort()).toEqual([...sent].sort());
		expect(await pipes()).toEqual({ flowing: 2, paused: 0 });
		for (const { client, consumers } of [ben, cat])
			await client.request('update-consumers', {
				consumers: consumers.map(({ id: consumerId }) => ({ consumerId, paused: true })),
			});
		await until('nothing crosses that nobody watches', async () => (await pipes()).paused === 2);
		for (const { client } of [ben, cat]) await client.request('leave', {});
		await until('nothing is piped', async () => (await pipes()).paused === 0);
		await ann.client.request('end', {});
	});

	it('an audience of another region costs one pipe for each stream, however large it is', async () => {
		const { roomId } = await east.room();
		const ann = await join(east.url, roomId, 'ann');
		await produce(ann);
		const audience = await Promise.all(
			Array.from({ length: VIEWERS }, (_, i) => watch(west.url, roomId, `viewer-${i}`)),
		);
		for (const { consumers } of audience) expect(consumers).toHaveLength(2);
		expect(await pipes()).toEqual({ flowing: 2, paused: 0 });
		expect(await metric(east, 'roomcast_media_node_workers')).toEqual({ 'kind=used': 1, 'kind=served': 0 });
		const late = await watch(west.url, roomId, 'late');
		expect(await pipes()).toEqual({ flowing: 2, paused: 0 });
		await Promise.all([...audience, late].map(({ client }) => client.request('leave', {})));
		await until('nothing is piped', async () => (await pipes()).flowing === 0);
		await ann.client.request('end', {});
	});

	it('a worker that dies at the other node is none of those at this one, and they are back in seconds', async () => {
		const { roomId } = await east.room();
		const [ann, ben] = [await join(east.url, roomId, 'ann'), await join(west.url, roomId, 'ben')];
		const streams = await produce(ben);
		await ann.client.notification('consumer-added', ({ consumer }) => streams.includes(consumer.producerId));
		const served = (await childrenOf(west.pid, 'mediasoup-worker')).filter((pid) => !ownWorkers.includes(pid));
		expect(served).toHaveLength(1);
		process.kill(served[0] as number, 'SIGKILL');
		await until('ben hears of it', async () => resets(ben).length === 1);
		const { media } = await ben.client.request('restart-media', {});
		expect(isWest(placeOf(media.sendTransport))).toBe(true);
		const again = await produce({ client: ben.client, ...placeOf(media.sendTransport) });
		await ann.client.notification('consumer-added', ({ consumer }) => again.includes(consumer.producerId));
		expect(resets(ann)).toEqual([]);
		await ann.client.request('end', {});
	});

	it('media on the other node continues while NATS is away, and can be changed when it is back', async () => {
		const { roomId } = await east.room();
		const [ann, ben] = [await join(east.url, roomId, 'ann'), await join(west.url, roomId, 'ben')];
		const streams = await produce(ann);
		await ben.client.notification('consumer-added', ({ consumer }) => streams.includes(consumer.producerId));
		const before = await childrenOf(west.pid, 'mediasoup-worker');
		await cluster.nats.stop();
		// What passes signalling on between the nodes is lost, and ben comes back later.
		await ben.client.closed;
		await sleep(3000);
		expect(await pipes()).toEqual({ flowing: 0, paused: 2 });
		await cluster.nats.start();
		const again = await until('ben is back', async () => {
			const client = await SignallingClient.open(west.url);
			const { resumeToken, client: lost } = ben;
			await client.request('resume', { resumeToken, lastSeq: lost.lastSeq });
			return client;
		});
		onTestFinished(() => again.close());
		const more = await produce({ client: again, transportId: ben.transportId });
		await ann.client.notification('consumer-added', ({ consumer }) => more.includes(consumer.producerId));
		expect(await childrenOf(west.pid, 'mediasoup-worker')).toEqual(before);
		expect([...resets(ann), ...again.notifications.filter(({ event }) => event === 'media-reset')]).toEqual([]);
		await ann.client.request('end', {});
	});
});
