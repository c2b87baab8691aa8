import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { MAX_FIRST_MESSAGE_BYTES, MAX_JOIN_BYTES } from '@roomcast/contract';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { mintToken } from '../src/index.ts';
import { joinByWebSocket } from './support/joinByWebSocket.ts';
import { refusal, SignallingClient } from './support/SignallingClient.ts';
import { speak } from './support/speak.ts';
import { TestServer } from './support/TestServer.ts';

async function start(settings: Record<string, string>): Promise<TestServer> {
	const server = await TestServer.create(settings);
	onTestFinished(() => server.close());
	return server;
}

/** How much was refused for that reason. */
async function refused(server: TestServer, reason: string): Promise<number> {
	const { body } = await server.call('/metrics', { token: null });
	return Number(new RegExp(`^roomcast_refused_total\\{reason="${reason}"\\} (\\d+)$`, 'm').exec(body)?.[1]);
}

const times = <T>(count: number, make: (n: number) => Promise<T>) =>
	Promise.all(Array.from({ length: count }, (_, n) => make(n)));

describe('an address without a good token', { timeout: 90_000 }, () => {
	it('has a limit for invented keys and wrong tokens, which a good token does not share', async () => {
		const server = await start({ ROOMCAST_RATE_LIMIT_ADDRESS: '20' });
		const invented = () =>
			mintToken({ id: randomUUID(), secret: 'x'.repeat(32) }, { permissions: ['allow_join'], expiresIn: 60 });
		const answers = await times(60, async () => server.call('/v2/rooms', { token: await invented() }));
		const many = answers.filter(({ status }) => status === 429);
		expect(many.length).toBeGreaterThanOrEqual(35);
		expect(many[0]?.body).toMatchObject({ errorCode: 'TOO_MANY_REQUESTS' });
		expect(Number(many[0]?.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
		expect((await server.call('/v2/rooms', { token: null })).status).toBe(429);
		expect((await server.call('/v2/rooms')).status).toBe(200);
	});

	it('is not one of those behind a proxy that is not trusted, and is behind one that is', async () => {
		const ask = async (server: TestServer, forwarded: string) =>
			(await server.call('/v2/rooms', { token: null, headers: { 'x-forwarded-for': forwarded } })).status;
		const alone = await start({ ROOMCAST_RATE_LIMIT_ADDRESS: '10' });
		// All in one moment: each later one may find that there is room again.
		expect(await times(20, (n) => ask(alone, `198.51.100.${n}`))).toContain(429);

		const behind = await start({ ROOMCAST_RATE_LIMIT_ADDRESS: '10', ROOMCAST_TRUST_PROXY: 'loopback' });
		expect(await times(20, (n) => ask(behind, `1.2.3.${n}, 198.51.100.1`))).toContain(429);
		expect(await ask(behind, '198.51.100.2')).toBe(401);
		// IPv6 by its /64.
		expect(await times(20, (n) => ask(behind, `2001:db8:0:1:${n}::1`))).toContain(429);
		expect(await ask(behind, '2001:db8:0:2::1')).toBe(401);
		expect(await refused(behind, 'address')).toBeGreaterThan(10);
	});

	it('opens only so many WebSockets, and sends only so much before somebody has joined', async () => {
		const server = await start({ ROOMCAST_RATE_LIMIT_ADDRESS: '5' });
		const token = await server.token();
		const { roomId } = await server.room();
		const { client } = await SignallingClient.join(server.url, { token, roomId });
		onTestFinished(() => client.close());
		const stranger = await SignallingClient.open(server.url);
		onTestFinished(() => stranger.close());
		const flood = () => times(50, (n) => refusal(stranger.request('join', { token: `x${n}`, roomId })));
		const replies = await flood();
		expect(replies.filter(({ refusal: name }) => name === 'TOO_MANY_REQUESTS').length).toBeGreaterThan(20);
		await expect(SignallingClient.open(server.url)).rejects.toThrow('429');
		// Who is in notices nothing.
		expect(await client.request('store-get', { key: 'k' })).toEqual({ value: null });
	});
});

describe('a token', { timeout: 90_000 }, () => {
	it('may call less than its key, and leaves the rest to the others', async () => {
		const server = await start({ ROOMCAST_RATE_LIMIT_TOKEN: '10', ROOMCAST_RATE_LIMIT_REST: '1000' });
		const [mine, theirs] = [await server.token({ expiresIn: 500 }), await server.token({ expiresIn: 501 })];
		const answers = await times(30, () => server.call('/v2/rooms', { token: mine }));
		expect(answers.filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(18);
		expect((await server.call('/v2/rooms', { token: theirs })).status).toBe(200);
		// The same token in other letters is no other token.
		const altered = `${mine.slice(0, -1)}${mine.endsWith('A') ? 'B' : 'A'}`;
		expect([401, 429]).toContain((await server.call('/v2/rooms', { token: altered })).status);
		expect((await server.call('/v2/rooms', { token: `Bearer  ${mine} ` })).status).toBe(429);
	});

	it('of a guest uses up nothing of what moderators join with', async () => {
		const server = await start({ ROOMCAST_RATE_LIMIT_JOIN: '25', ROOMCAST_RATE_LIMIT_TOKEN_JOIN: '200' });
		const guest = await server.token({ permissions: ['ask_join'] });
		const moderator = await server.token();
		const { roomId } = await server.room();
		const client = await SignallingClient.open(server.url);
		onTestFinished(() => client.close());
		for (let n = 0; n < 60; n++) {
			const elsewhere = await refusal(
				client.request('join', { token: guest, roomId: `nowhere-${n}`, mode: 'SIGNALLING_ONLY' }),
			);
			expect(elsewhere.refusal).toBe('INVALID_MEETING_ID');
		}
		for (let n = 0; n < 60; n++)
			await refusal(client.request('join', { token: guest, roomId, mode: 'SIGNALLING_ONLY' }));
		const answers = await times(20, (n) => joinByWebSocket(server.url, moderator, roomId, { participantId: `m${n}` }));
		expect(answers.filter(({ error }) => error !== undefined)).toEqual([]);
	});

	it('may ask to join only so often, with any result', async () => {
		const server = await start({ ROOMCAST_RATE_LIMIT_TOKEN_JOIN: '10' });
		const token = await server.token();
		const client = await SignallingClient.open(server.url);
		onTestFinished(() => client.close());
		const names = new Set<string>();
		for (let n = 0; n < 20; n++)
			names.add((await refusal(client.request('join', { token, roomId: 'nowhere', mode: 'SIGNALLING_ONLY' }))).refusal);
		expect([...names]).toEqual(['INVALID_MEETING_ID', 'TOO_MANY_REQUESTS']);
		expect(await refused(server, 'token_joins')).toBeGreaterThan(5);
	});
});

describe('before somebody has joined', { timeout: 90_000 }, () => {
	it('requests are small, and a join is as large as an honest one', async () => {
		const server = await start({});
		const token = await server.token();
		const { roomId } = await server.room();
		const client = await SignallingClient.open(server.url);
		onTestFinished(() => client.close());
		const { routerRtpCapabilities } = await client.notification('welcome');
		const large = JSON.stringify({ token: 'x'.repeat(MAX_FIRST_MESSAGE_BYTES), roomId });
		expect((await refusal(client.requestText('ask-entry', large))).refusal).toBe('PAYLOAD_TOO_LARGE');
		// The most that is allowed: 16 KB of metaData, beside what a browser says of its codecs.
		const metaData = { about: 'x'.repeat(16_384 - '{"about":""}'.length) };
		const data = { token, roomId, metaData, name: 'é'.repeat(256), rtpCapabilities: routerRtpCapabilities };
		expect(JSON.stringify(data).length).toBeLessThan(MAX_JOIN_BYTES - 8_192);
		await client.request('join', data);

		const other = await SignallingClient.open(server.url);
		void other.request('join', { token: 'x'.repeat(MAX_JOIN_BYTES), roomId }).catch(() => {});
		expect((await other.closed).code).toBe(1009);
		expect(await refused(server, 'size')).toBe(2);
	});
});

describe('connections', { timeout: 90_000 }, () => {
	it('that send nothing, or a body by the byte, are cut', async () => {
		const server = await start({ ROOMCAST_REQUEST_TIMEOUT: '1' });
		const head = [
			'POST /v2/rooms HTTP/1.1',
			'Host: x',
			`Authorization: ${await server.token()}`,
			'Content-Type: application/json',
			'Content-Length: 100',
		];
		const slow = await speak(server.url, `${head.join('\r\n')}\r\n\r\n{`);
		expect(slow).toMatch(/^HTTP\/1.1 408 /);
		expect(slow).toContain('REQUEST_TIMEOUT');
		expect(await speak(server.url, 'GET / HTTP/1.1\r\nHos')).toMatch(/^HTTP\/1.1 408 /);
		expect(await refused(server, 'slow')).toBe(2);
	});

	it('of one address are bounded, and made good when they close', async () => {
		const server = await start({ ROOMCAST_MAX_CONNECTIONS_PER_ADDRESS: '8' });
		const { hostname, port } = new URL(server.url);
		const sockets: Socket[] = [];
		onTestFinished(() => {
			for (const socket of sockets) socket.destroy();
		});
		for (let n = 0; n < 8; n++) {
			const socket = connect(Number(port), hostname).on('error', () => {});
			await once(socket, 'connect');
			sockets.push(socket);
		}
		const answer = await speak(server.url, '');
		expect(answer).toMatch(/^HTTP\/1.1 429 /);
		expect(answer).toMatch(/^retry-after: \d+$/m);
		for (const socket of sockets) socket.destroy();
		await expect
			.poll(async () => (await server.call('/healthz', { token: null }).catch(() => ({ status: 0 }))).status, {
				timeout: 10_000,
			})
			.toBe(200);
		expect(await refused(server, 'connections')).toBeGreaterThanOrEqual(1);
	});

	it('by a trusted proxy are those of many, but for the WebSockets of each', async () => {
		const server = await start({ ROOMCAST_MAX_CONNECTIONS_PER_ADDRESS: '3', ROOMCAST_TRUST_PROXY: '127.0.0.1' });
		const open = async (address: string) => {
			const socket = new WebSocket(`${server.url.replace(/^http/, 'ws')}/signalling`, 'roomcast.v1', {
				headers: { 'x-forwarded-for': address },
			});
			onTestFinished(() => socket.terminate());
			const first = await Promise.race([
				once(socket, 'message').then(() => 'open'),
				once(socket, 'close').then(([code]) => code as number),
			]);
			return first;
		};
		for (let n = 0; n < 3; n++) expect(await open('198.51.100.1')).toBe('open');
		expect(await open('198.51.100.1')).toBe(4429);
		expect(await open('198.51.100.2')).toBe('open');
	});

	it('that ask for another protocol get it at the path of signalling alone, and are closed when refused', async () => {
		const server = await start({ ROOMCAST_RATE_LIMIT_ADDRESS: '5' });
		const ask = async (path: string, upgrade: string, more: readonly string[] = []) => {
			const head = [
				`GET ${path} HTTP/1.1`,
				'Host: x',
				'Connection: Upgrade',
				`Upgrade: ${upgrade}`,
				'Sec-WebSocket-Version: 13',
				'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
				...more,
			];
			return (await speak(server.url, `${head.join('\r\n')}\r\n\r\n`)).split('\r\n', 1)[0];
		};
		// As long as the server keeps a connection, `speak` would wait: each asks to be closed as well.
		const close = ['Connection: close'];
		expect(await ask('/nowhere', 'websocket', close)).toBe('HTTP/1.1 404 Not Found');
		expect(await ask('/healthz', 'h2c', close)).toBe('HTTP/1.1 200 OK');
		expect(await ask('/v2/rooms', 'websocket', [...close, `Authorization: ${await server.token()}`])).toBe(
			'HTTP/1.1 200 OK',
		);
		const unauthorized = await times(8, () => ask('/v2/rooms', 'websocket', close));
		expect(unauthorized).toContain('HTTP/1.1 401 Unauthorized');
		expect(unauthorized).toContain('HTTP/1.1 429 Too Many Requests');
		// Nothing else closes this one: it ends because it was refused.
		expect(await ask('/signalling', 'websocket')).toBe('HTTP/1.1 429 Too Many Requests');
	});
});
