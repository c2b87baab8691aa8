import { readFile } from 'node:fs/promises';
import { freePortRange } from '@roomcast/testing/net/ports';
import { childrenOf } from '@roomcast/testing/processes/processes';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { opusParameters, SignallingClient } from './support/SignallingClient.ts';
import { TestServer } from './support/TestServer.ts';

const WORKERS = 3;
const ROOMS = 6;

let server: TestServer;
let firstPort: number;
/** Those of servers before, which may not have ended yet. */
let before: readonly number[];

beforeAll(async () => {
	before = await childrenOf(process.pid, 'mediasoup-worker');
	firstPort = await freePortRange(WORKERS);
	server = await TestServer.create({
		ROOMCAST_MEDIA_WORKERS: `${WORKERS}`,
		ROOMCAST_MEDIA_PORTS: `${firstPort}-${firstPort + WORKERS - 1}`,
	});
});
afterAll(() => server.close());

/** Somebody alone in a room of their own, and the port of the worker that carries it. */
async function open(participantId: string) {
	const { roomId } = await server.room();
	const token = await server.token();
	const { client, joined } = await SignallingClient.join(server.url, { token, roomId, participantId });
	const { sendTransport } = joined.media;
	if (sendTransport === null) throw new Error('a participant sends');
	return { client, transportId: sendTransport.id, port: sendTransport.iceCandidates[0]?.port };
}

/** The workers of this server. */
async function workers(): Promise<number[]> {
	return (await childrenOf(process.pid, 'mediasoup-worker')).filter((pid) => !before.includes(pid));
}

/** Whether its media is lost. */
const isReset = ({ client }: { client: SignallingClient }) =>
	client.notifications.some(({ event }) => event === 'media-reset');

it('rooms that are opened together are spread, and the death of one worker is none of the others', async () => {
	const rooms = await Promise.all(Array.from({ length: ROOMS }, (_, i) => open(`p${i}`)));
	// Two each, although nobody sends anything.
	expect(rooms.map(({ port }) => port).sort()).toEqual(
		Array.from({ length: ROOMS }, (_, i) => firstPort + Math.floor(i / (ROOMS / WORKERS))),
	);

	const [victim, ...living] = await workers();
	if (victim === undefined) throw new Error('there are workers');
	expect(living).toHaveLength(WORKERS - 1);
	process.kill(victim, 'SIGKILL');
	await vi.waitFor(() => expect(rooms.filter(isReset)).toHaveLength(ROOMS / WORKERS), 5000);
	const [reset] = rooms.filter(isReset);
	if (reset === undefined) throw new Error('there are some');
	const others = rooms.filter(({ port }) => port !== reset.port);
	expect(others).toHaveLength(ROOMS - ROOMS / WORKERS);

	// Transports of the others still do what they are asked, on the workers that they were on.
	for (const { client, transportId } of others) {
		await client.request('produce', { transportId, kind: 'audio', rtpParameters: opusParameters(1) });
	}
	expect(others.filter(isReset)).toEqual([]);
	expect(await childrenOf(process.pid, 'mediasoup-worker')).toEqual(expect.arrayContaining(living));
	// Who lost it gets other media.
	const { media } = await reset.client.request('restart-media', {});
	expect(media.sendTransport?.id).not.toBe(reset.transportId);
	for (const { client } of rooms) client.close();
});

it('a media worker sees no setting of the server in its environment', async () => {
	const [worker] = await childrenOf(process.pid, 'mediasoup-worker');
	const environment = (await readFile(`/proc/${worker}/environ`, 'utf8')).split('\0').filter(Boolean);
	expect(environment.map((entry) => entry.split('=')[0]).sort()).toEqual(['MEDIASOUP_VERSION', 'PATH']);
});
