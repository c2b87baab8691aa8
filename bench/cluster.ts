/**
 * What a cluster costs, and how long it takes to recover: three nodes on one PostgreSQL and one NATS of their own.
 *
 *   npm run bench -- cluster [ROUNDS]
 *
 * Prints how long joins, messages and REST requests take at the node that has the session and at others, what crosses the bus
 * for them, and for how long somebody is out when their node is killed or stopped.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { startPostgres } from '../scripts/test/postgres.mjs';

const ROUNDS = Number(process.argv[2] ?? 5);
/** Of what takes milliseconds. */
const SAMPLES = 40;

const postgres = await startPostgres();
process.env.ROOMCAST_TEST_DATABASE = 'postgres';
process.env.ROOMCAST_TEST_DATABASE_URL = postgres.url;
// They read it when they are loaded.
const { SignallingClient } = await import('../packages/server/test/support/SignallingClient.ts');
const { placeOf, produce } = await import('../packages/server/test/support/placeOf.ts');
const { freePortRange } = await import('@roomcast/testing/net/ports');
const { TestCluster } = await import('../packages/server/test/support/cluster/TestCluster.ts');

const cluster = await TestCluster.create({
	ROOMCAST_RATE_LIMIT_JOIN: '0',
	ROOMCAST_RATE_LIMIT_REST: '0',
	ROOMCAST_LOG_LEVEL: 'fatal',
});
try {
	const { first } = cluster;
	const token = await first.token({ expiresIn: 36_000 });
	const [home, two, three] = await Promise.all([inRegion('one'), inRegion('two'), inRegion('three')]);
	const urls = [home.url, two.url, three.url];
	const join = (url: string, roomId: string, participantId: string) =>
		SignallingClient.join(url, { token, roomId, participantId, mode: 'SIGNALLING_ONLY' });

	const { roomId } = await first.room();
	const ann = await join(home.url, roomId, 'ann');
	console.log(`${'what'.padEnd(34)}${'at home'.padStart(10)}${'elsewhere'.padStart(11)}   over the bus, each`);
	await compare('a join', async (url, n) => {
		const { client } = await join(url, roomId, `joiner-${n}`);
		return () => client.request('leave', {});
	});
	await produce(await joinWithMedia(home.url, roomId, 'sender'));
	// Where the region of the node is: on the worker of the home, or of the other node, with two streams that cross.
	await compare('a join with media', async (url, n) => {
		const { client } = await joinWithMedia(url, roomId, `watcher-${n}`);
		return () => client.request('leave', {});
	});
	const away = await join(two.url, roomId, 'away');
	const near = await join(home.url, roomId, 'near');
	const far = await join(three.url, roomId, 'far');
	for (const [listener, topic] of [
		[near, 'near'],
		[far, 'far'],
	] as const)
		await listener.client.request('subscribe', { topic });
	// From one node to another, over the third, which has the session.
	await compare('a message, until somebody has it', async (url) => {
		const [speaker, listener, topic] = url === home.url ? [ann, near, 'near'] : [away, far, 'far'];
		void speaker.client.request('publish', { topic, message: 'hello' });
		await listener.client.notification('message');
	});
	await compare('a REST request', async (url) => {
		const response = await fetch(`${url}/v2/rooms/${roomId}/captures`, { headers: { authorization: token } });
		await response.text();
	});

	console.log(`\nOut of a call, in ms, ${ROUNDS} times each:`);
	await outages('the node of the session is killed', 'SIGKILL');
	await outages('it is stopped in order', 'SIGTERM');

	/** A node with a region of its own, and room for workers of the others. */
	async function inRegion(region: string) {
		const port = await freePortRange(8);
		return cluster.process({
			ROOMCAST_REGION: region,
			ROOMCAST_MEDIA_PORTS: `${port}-${port + 7}`,
			ROOMCAST_MEDIA_INTERNAL_IP: '127.0.0.1',
		});
	}

	async function joinWithMedia(url: string, roomId: string, participantId: string) {
		const { client, joined } = await SignallingClient.join(url, { token, roomId, participantId });
		return { client, ...placeOf(joined.media.sendTransport) };
	}

	/** Times the same at the home of the session and at another node, and counts what nodes say to each other meanwhile. */
	async function compare(what: string, once: (url: string, n: number) => Promise<unknown>): Promise<void> {
		const medians: number[] = [];
		let crossed = '';
		for (const url of [home.url, two.url]) {
			const before = await busTotals();
			const times: number[] = [];
			for (let n = 0; n < SAMPLES; n++) {
				const since = performance.now();
				const after = await once(url, n);
				times.push(performance.now() - since);
				if (typeof after === 'function') await after();
			}
			const { frames, bytes, requests } = difference(await busTotals(), before);
			const each = (count: number) => (count / SAMPLES).toFixed(1);
			crossed = `${each(frames)} frames of ${Math.round(bytes / Math.max(1, frames))} bytes, ${each(requests)} requests`;
			medians.push(median(times));
		}
		const [own = 0, other = 0] = medians;
		const ratio = (other / own).toFixed(1);
		console.log(
			`${what.padEnd(34)}${own.toFixed(1).padStart(7)} ms${other.toFixed(1).padStart(8)} ms   × ${ratio}; ${crossed}`,
		);
	}

	async function busTotals() {
		const texts = await Promise.all(urls.map(async (url) => (await fetch(`${url}/metrics`)).text()));
		const sum = (name: string) =>
			texts
				.flatMap((text) => [...text.matchAll(new RegExp(`^${name}(?:\\{.*\\})? (\\d+)$`, 'gm'))])
				.reduce((total, [, value]) => total + Number(value), 0);
		return {
			frames: sum('roomcast_bus_frames_total'),
			bytes: sum('roomcast_bus_bytes_total'),
			requests: sum('roomcast_bus_requests_total'),
		};
	}

	/** How long somebody at another node is out of a call whose node ends. */
	async function outages(what: string, signal: NodeJS.Signals): Promise<void> {
		const times: number[] = [];
		for (let round = 0; round < ROUNDS; round++) {
			const victim = await cluster.process();
			const room = await first.room();
			await join(victim.url, room.roomId, 'ann');
			const ben = await join(two.url, room.roomId, 'ben');
			const since = performance.now();
			const ended = victim.server.kill(signal);
			const closed = ben.client.closed.then(() => performance.now());
			const at = await closed;
			await join(two.url, room.roomId, 'ben');
			// With a kill, the call stands still from that moment; otherwise it runs until clients are sent on.
			times.push(performance.now() - (signal === 'SIGKILL' ? since : at));
			await ended;
			await sleep(200);
		}
		const sorted = times.toSorted((a, b) => a - b).map(Math.round);
		console.log(`${what.padEnd(34)}${median(times).toFixed(0).padStart(7)} ms median, ${sorted.at(-1)} ms at most`);
	}
} finally {
	await cluster.close();
	await postgres.stop();
}
process.exit(0);

function median(values: readonly number[]): number {
	return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function difference<T extends Record<string, number>>(after: T, before: T): T {
	return Object.fromEntries(Object.entries(after).map(([name, value]) => [name, value - (before[name] ?? 0)])) as T;
}
