import { TcpProxy } from '@roomcast/testing/net/TcpProxy';
import { until } from '@roomcast/testing/until';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { TestCluster } from './support/cluster/TestCluster.ts';
import { SignallingClient } from './support/SignallingClient.ts';
import { TestServer } from './support/TestServer.ts';

vi.setConfig({ testTimeout: 90_000 });

const shared = process.env.ROOMCAST_TEST_DATABASE === 'postgres';

it.skipIf(shared)('a cluster needs a PostgreSQL, and says so at the start', async () => {
	const starting = TestServer.create({ ROOMCAST_NATS_URL: 'nats://127.0.0.1:9' });
	await expect(starting).rejects.toThrow('ROOMCAST_NATS_URL is set, but ROOMCAST_DATABASE_URL is not');
});

describe.runIf(shared)('a cluster of three nodes', () => {
	let cluster: TestCluster;
	let one: TestServer;
	let two: TestServer;
	let three: TestServer;
	beforeAll(async () => {
		cluster = await TestCluster.create();
		one = cluster.first;
		[two, three] = await Promise.all([cluster.node(), cluster.node()]);
	});
	afterAll(() => cluster.close());

	it('has one session for a room, wherever its participants come in', async () => {
		const { roomId } = await three.room();
		const ann = await one.join(roomId, 'ann');
		const ben = await two.join(roomId, 'ben');
		expect(ben.joined.sessionId).toBe(ann.joined.sessionId);
		expect(ben.joined.participants.map(({ participantId }) => participantId)).toEqual(['ann']);
		const { participant } = await ann.client.notification('participant-joined');
		expect(participant.participantId).toBe('ben');

		await ben.client.request('subscribe', { topic: 'chat' });
		await ann.client.request('publish', { topic: 'chat', message: 'hello' });
		expect(await ben.client.notification('message')).toMatchObject({ message: { message: 'hello', senderId: 'ann' } });

		const { body } = await three.post('/v2/sessions/participants/remove', { roomId, participantId: 'ben' });
		expect(body.participants.map((each: { participantId: string }) => each.participantId).sort()).toEqual([
			'ann',
			'ben',
		]);
		expect(await ben.client.notification('left')).toMatchObject({ reason: { code: 1010 } });
		expect((await two.post('/v2/sessions/end', { roomId })).body).toMatchObject({ status: 'ended' });
		expect(await ann.client.notification('left')).toMatchObject({ reason: { code: 1009 } });
	});

	it('lets somebody in who knocks at another node, over REST at a third', async () => {
		const { roomId } = await one.room();
		const ann = await one.join(roomId, 'ann');
		const guest = await SignallingClient.open(two.url);
		const token = await one.token({ permissions: ['ask_join'] });
		const asked = await guest.request('ask-entry', { token, roomId, participantId: 'guest', name: 'Guest' });
		expect(await ann.client.notification('entry-requested')).toMatchObject({ participantId: 'guest' });
		const path = `/v2/sessions/${ann.joined.sessionId}/entry-requests`;
		expect((await three.call(path)).body).toMatchObject({ data: [{ participantId: 'guest' }] });
		expect((await three.post(`${path}/guest`, { decision: 'allowed' })).status).toBe(200);
		expect(await guest.notification('entry-responded')).toMatchObject({ decision: 'allowed' });
		const { ticket = '' } = asked;
		const mode = 'SIGNALLING_ONLY' as const;
		const joined = await guest.request('join', { token, ticket, roomId, participantId: 'guest', mode });
		expect(joined.sessionId).toBe(ann.joined.sessionId);
		await guest.request('leave', {});
		expect((await ann.client.notification('participant-left')).participantId).toBe('guest');
	});

	it('continues on any node after a break, with what was missed', async () => {
		const { roomId } = await one.room();
		const ann = await one.join(roomId, 'ann');
		const ben = await two.join(roomId, 'ben');
		await ben.client.request('subscribe', { topic: 'chat' });
		const lastSeq = ben.client.lastSeq;
		ben.client.terminate();
		await ann.client.request('publish', { topic: 'chat', message: 'missed' });
		const again = await SignallingClient.open(three.url);
		const { missed } = await again.request('resume', { resumeToken: ben.joined.resumeToken, lastSeq });
		expect(missed).toBeGreaterThan(0);
		expect(await again.notification('message')).toMatchObject({ message: { message: 'missed' } });
		expect(ann.client.notifications.map(({ event }) => event)).not.toContain('participant-left');
	});

	it('records and streams by requests to any node, and plays a stream through every node', async () => {
		const { roomId } = await one.room();
		const ann = await one.join(roomId, 'ann');
		const started = await two.post('/v2/hls/start', { roomId, config: { quality: 'low' } });
		expect(started).toMatchObject({ status: 200 });
		expect(started.headers.get('x-hls-id')).toMatch(/^[0-9a-f]{24}$/);
		expect(await three.call(`/v2/hls/${roomId}/active`)).toMatchObject({ status: 200 });
		const playlist = new URL(started.body.playbackHlsUrl).pathname;
		const get = async (node: TestServer, path: string, headers: Record<string, string> = {}) => {
			const response = await fetch(`${node.url}${path}`, { headers });
			return { status: response.status, headers: response.headers, body: Buffer.from(await response.arrayBuffer()) };
		};
		const master = await until('it can be played at another node', async () => {
			const { status, body } = await get(two, playlist);
			return status === 200 && body.toString();
		});
		await until('the viewer page hears of it', async () =>
			(await get(three, `/watch/state/room/${roomId}`)).body.toString().includes('live'),
		);
		const media = master.split('\n').find((line) => line !== '' && !line.startsWith('#')) ?? '';
		const path = (name: string) => playlist.replace(/[^/]+$/, name);
		const segments = await until('a segment is whole', async () => {
			const text = (await get(three, path(media))).body.toString();
			const names = text.split('\n').filter((line) => /^seg-\d+\.m4s$/.test(line));
			return names.length > 0 && names;
		});
		const segment = path(segments[0] ?? '');
		const [here, there, piece] = await Promise.all([
			get(one, segment),
			get(two, segment, { origin: 'https://elsewhere.example' }),
			get(three, segment, { range: 'bytes=4-7' }),
		]);
		expect(here.body.length).toBeGreaterThan(1000);
		expect(there.body.equals(here.body)).toBe(true);
		expect(there.headers.get('access-control-allow-origin')).toBe('*');
		expect(piece).toMatchObject({ status: 206, body: here.body.subarray(4, 8) });
		// What may be cached crosses to a node once, however many watch there.
		const channels = async () =>
			(await get(two, '/metrics')).body.toString().match(/^roomcast_bus_requests_total.*open-channel.*$/gm);
		const before = await channels();
		for (const each of await Promise.all(Array.from({ length: 20 }, () => get(two, segment))))
			expect(each.body.equals(here.body)).toBe(true);
		expect(await channels()).toEqual(before);
		expect((await three.post('/v2/hls/end', { roomId })).status).toBe(200);
		await ann.client.request('leave', {});
	});

	it('answers what others answer too, about rooms that have no session anywhere', async () => {
		const { roomId } = await one.room();
		for (const node of [one, two, three])
			expect(await node.post('/v2/sessions/end', { roomId })).toMatchObject({ status: 404 });
		// Whoever lets a room go leaves it to the next.
		const ann = await one.join(roomId, 'ann');
		await ann.client.request('leave', {});
		const ben = await two.join(roomId, 'ben');
		expect(ben.joined.sessionId).not.toBe(ann.joined.sessionId);
	});
});

describe.runIf(shared)('a node that does not answer', () => {
	let cluster: TestCluster;
	let one: TestServer;
	beforeAll(async () => {
		cluster = await TestCluster.create();
		one = cluster.first;
	});
	afterAll(() => cluster.close());

	/** Somebody who comes to one of the nodes. */
	const joins = async (url: string, roomId: string, participantId: string) =>
		SignallingClient.join(url, { token: await one.token(), roomId, participantId });

	it('is replaced by another after kill -9: the session goes on there', async () => {
		const { server, url } = await cluster.process();
		const { roomId } = await one.room();
		const ann = await joins(url, roomId, 'ann');
		const ben = await joins(one.url, roomId, 'ben');
		await ben.client.request('publish', { topic: 'chat', message: 'kept', persist: true });
		await server.kill('SIGKILL');
		// A request waits, too, for the node that takes its place.
		const removing = one.post('/v2/sessions/participants/remove', { roomId, participantId: 'nobody' });
		// The way to it is closed, and who comes back waits for the node that takes its place.
		await ben.client.closed;
		const back = await joins(one.url, roomId, 'ben');
		expect(back.joined.sessionId).toBe(ann.joined.sessionId);
		expect((await removing).body).toMatchObject({ errorCode: 'PARTICIPANT_NOT_FOUND' });
		const { messages } = await back.client.request('subscribe', { topic: 'chat' });
		expect(messages).toMatchObject([{ message: 'kept' }]);
		const session = (await one.call(`/v2/sessions/${back.joined.sessionId}`)).body;
		const stays = Object.fromEntries(
			session.participants.map((each: { participantId: string; timelog: { end: string | null }[] }) => [
				each.participantId,
				each.timelog.map(({ end }) => end !== null),
			]),
		);
		expect(stays).toEqual({ ann: [true], ben: [true, false] });
	});

	it('that only slept gives way: it writes nothing more, and sends its clients to the other', async () => {
		const { server, url } = await cluster.process();
		const { roomId } = await one.room();
		const token = await one.token();
		const ann = await SignallingClient.join(url, { token, roomId, participantId: 'ann' });
		const { sessionId } = ann.joined;
		process.kill(server.pid, 'SIGSTOP');
		const ben = await SignallingClient.join(one.url, { token, roomId, participantId: 'ben' });
		expect(ben.joined.sessionId).toBe(sessionId);
		process.kill(server.pid, 'SIGCONT');
		// Nobody did anything there: it finds out by itself.
		expect(await ann.client.closed).toMatchObject({ code: 1012 });
		const again = await SignallingClient.join(url, { token, roomId, participantId: 'ann' });
		expect(again.joined.sessionId).toBe(sessionId);
		expect((await ben.client.notification('participant-joined')).participant.participantId).toBe('ann');
		const { body } = await one.call(`/v2/sessions/${sessionId}/participants/ann`);
		expect(body.timelog.map(({ end }: { end: string | null }) => end === null)).toEqual([false, true]);
	});

	it('that only lost the database gives way too, when others have taken over', async () => {
		const { port, href } = new URL(one.environment.ROOMCAST_DATABASE_URL ?? '');
		const proxy = await TcpProxy.create(Number(port));
		onTestFinished(() => proxy.close());
		const { url } = await cluster.process({ ROOMCAST_DATABASE_URL: href.replace(`:${port}`, `:${proxy.port}`) });
		const { roomId } = await one.room();
		const token = await one.token();
		const ann = await SignallingClient.join(url, { token, roomId, participantId: 'ann' });
		proxy.cut();
		expect(await ann.client.closed).toMatchObject({ code: 1012 });
		const ben = await SignallingClient.join(one.url, { token, roomId, participantId: 'ben' });
		expect(ben.joined.sessionId).toBe(ann.joined.sessionId);
	});

	it('that is stopped in order hands its sessions over before it ends', async () => {
		const { server, url } = await cluster.process();
		const { roomId } = await one.room();
		const ann = await joins(url, roomId, 'ann');
		const ben = await joins(one.url, roomId, 'ben');
		// And a room in which somebody waits, and nobody is in yet.
		const other = await one.room();
		const guest = await SignallingClient.open(url);
		const asking = await one.token({ permissions: ['ask_join'] });
		await guest.request('ask-entry', { token: asking, roomId: other.roomId, participantId: 'guest', name: 'Guest' });
		const ended = server.kill('SIGTERM');
		expect(await guest.closed).toMatchObject({ code: 1012 });
		expect(await Promise.all([ann.client.closed, ben.client.closed])).toMatchObject([{ code: 1012 }, { code: 1012 }]);
		const again = await joins(one.url, roomId, 'ben');
		expect(again.joined.sessionId).toBe(ann.joined.sessionId);
		expect(await ended).toMatchObject({ code: 0 });
		const { body } = await one.call(`/v2/sessions/${ann.joined.sessionId}`);
		expect(body).toMatchObject({ status: 'ongoing' });
	});
});
