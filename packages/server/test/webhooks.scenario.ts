import { createPublicKey, verify } from 'node:crypto';
import { type Received, Receiver } from '@roomcast/testing/net/Receiver';
import { until } from '@roomcast/testing/until';
import { VideoSDK } from '@videosdk.live/server-sdk';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Key, KeyService, mintToken } from '../src/index.ts';
import { SigningKey } from '../src/webhooks/SigningKey.ts';
import { OutboxWriter } from './support/OutboxWriter.ts';
import { type Answer, TestServer } from './support/TestServer.ts';

let server: TestServer;
let writer: OutboxWriter;
let receiver: Receiver;
/** Of a second tenant. */
let stranger: Key;

beforeAll(async () => {
	server = await TestServer.create({ ROOMCAST_ALLOW_PRIVATE_TARGETS: 'true' });
	writer = await OutboxWriter.attach({ databaseUrl: server.database.url, dataDir: server.dataDir }, server.key.id);
	stranger = await new KeyService(writer.database).create('Stranger');
	receiver = await Receiver.create();
});
afterAll(async () => {
	await writer.close();
	await receiver.close();
	await server.close();
});
afterEach(() => {
	receiver.received.length = 0;
	receiver.behave(204);
});

const serverToken = () => server.token({ roles: ['crawler'] });
const strangersToken = () => mintToken(stranger, { permissions: [], roles: ['crawler'], expiresIn: 600 });
const secret = async (): Promise<string> =>
	(await server.call('/v2/webhooks/secret', { token: await serverToken() })).body.secret;

/** A message as it arrived. */
async function deliver(): Promise<Received> {
	await writer.append({ url: receiver.url });
	const [received] = await receiver.count(1);
	return received as Received;
}

const tampered = ({ body }: Received) => body.replace('"anna"', '"eve"');
const headersOf = ({ headers }: Received) => headers as Record<string, string>;

const delivered = (path: string) =>
	until(`${path} is delivered`, async () => {
		const { body } = await server.call(path);
		return body.state === 'delivered' && body;
	});

describe('a message', () => {
	it('is compact JSON with webhookType and data', async () => {
		const { body, headers } = await deliver();
		expect(headers['content-type']).toBe('application/json');
		expect(JSON.stringify(JSON.parse(body))).toBe(body);
		expect(Object.keys(JSON.parse(body))).toEqual(['webhookType', 'data']);
	});

	it('is verified by the package standardwebhooks, and not when it was tampered with', async () => {
		const received = await deliver();
		const webhook = new Webhook(await secret());
		expect(webhook.verify(received.body, headersOf(received))).toMatchObject({ webhookType: 'participant-joined' });
		expect(() => webhook.verify(tampered(received), headersOf(received))).toThrow('No matching signature');
		const later = {
			...headersOf(received),
			'webhook-timestamp': `${Number(received.headers['webhook-timestamp']) + 1}`,
		};
		expect(() => webhook.verify(received.body, later)).toThrow('No matching signature');
	});

	it('is verified as in the documented sample of VideoSDK, and not when it was tampered with', async () => {
		const received = await deliver();
		// Answers without a token.
		const { status, body } = await server.call('/v2/public/rsa-public-key', { token: null });
		expect(status).toBe(200);
		expect(createPublicKey(body.publicKey).asymmetricKeyDetails?.modulusLength).toBeGreaterThanOrEqual(2048);
		const signature = Buffer.from(headersOf(received)['videosdk-signature'] ?? '', 'base64');
		const check = (parsed: unknown) =>
			verify('RSA-SHA256', Buffer.from(JSON.stringify(parsed)), body.publicKey, signature);
		expect(check(JSON.parse(received.body))).toBe(true);
		expect(check(JSON.parse(tampered(received)))).toBe(false);
	});

	it('is verified by the official SDK, which fetches the key', async () => {
		const received = await deliver();
		const signature = headersOf(received)['videosdk-signature'];
		const sdk = new VideoSDK({ apiKey: server.key.id, secret: server.key.secret, apiEndpoint: server.url });
		const event = await sdk.webhooks.verify(received.body, signature);
		expect(event).toMatchObject({ type: 'participant-joined', data: { participantId: 'anna' } });
		const key = await sdk.webhooks.getPublicKey();
		expect(sdk.webhooks.verifySync(Buffer.from(received.body), signature, key).type).toBe('participant-joined');
		expect(() => sdk.webhooks.verifySync(tampered(received), signature, key)).toThrow();
		await expect(sdk.webhooks.verify(tampered(received), signature)).rejects.toThrow();
	});
});

describe('secrets', () => {
	it('rotate: for a day both sign', async () => {
		const before = await secret();
		expect(before).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
		const { body: rotated } = await server.call('/v2/webhooks/secret/rotate', {
			method: 'POST',
			token: await serverToken(),
		});
		expect(rotated.secret).not.toBe(before);
		const day = Date.parse(rotated.previousUntil) - Date.now();
		expect(day).toBeGreaterThan(86_000_000);
		expect(day).toBeLessThanOrEqual(86_400_000);
		expect(await secret()).toBe(rotated.secret);

		const received = await deliver();
		expect(received.headers['webhook-signature']).toMatch(/^v1,\S+ v1,\S+$/);
		for (const each of [before, rotated.secret])
			expect(new Webhook(each).verify(received.body, headersOf(received))).toBeTruthy();

		// The day is over.
		await writer.database.queries.updateTable('webhook_secrets').set({ previous_until: Date.now() }).execute();
		receiver.received.length = 0;
		const later = await deliver();
		expect(new Webhook(rotated.secret).verify(later.body, headersOf(later))).toBeTruthy();
		expect(() => new Webhook(before).verify(later.body, headersOf(later))).toThrow('No matching signature');
	});

	it('are for servers: not for tokens that a browser may have', async () => {
		const refusal = async (request: Parameters<TestServer['token']>[0]) => {
			const { status, body } = await server.call('/v2/webhooks/secret', { token: await server.token(request) });
			return [status, body.errorCode];
		};
		expect(await refusal({})).toEqual([403, 'UNAUTHORIZED_ROLE']);
		expect(await refusal({ roles: ['crawler'], roomId: 'a' })).toEqual([403, 'UNAUTHORIZED_MEETING_ID']);
		expect(await refusal({ roles: ['crawler'], participantId: 'a' })).toEqual([403, 'UNAUTHORIZED_PARTCIPANT_ID']);
		expect((await server.call('/v2/webhooks/secret', { token: null })).status).toBe(401);
	});

	it('are one per key', async () => {
		const { body } = await server.call('/v2/webhooks/secret', { token: await strangersToken() });
		expect(body.secret).not.toBe(await secret());
	});
});

describe('deliveries', () => {
	it('are listed, the newest first, with filters', async () => {
		const room = 'list-list-list';
		const sessionId = 'aaaaaaaaaaaaaaaaaaaaaaaa';
		const url = `${receiver.url}/a`;
		const [first] = await writer.append({ room, sessionId, url: `${url}?key=secret` });
		const [second] = await writer.append({ room, url: receiver.url });
		await receiver.count(2);
		const list = (query: string) => server.call(`/v2/webhooks/deliveries?${query}`);
		const settled: Answer['body'] = await until('both are delivered', async () => {
			const { body } = await list(`roomId=${room}`);
			return body.data.every((each: { state: string }) => each.state === 'delivered') && body;
		});
		expect(settled.pageInfo).toEqual({ currentPage: 1, perPage: 20, lastPage: 1, total: 2 });
		expect(settled.data.map(({ id }: { id: string }) => id)).toEqual([second, first]);
		expect(settled.data[1]).toEqual({
			id: first,
			event: 'participant-joined',
			url,
			roomId: room,
			sessionId,
			state: 'delivered',
			attempts: [{ at: expect.any(String), status: 204, error: null, duration: expect.any(Number) }],
			createdAt: expect.any(String),
			nextAttemptAt: null,
			body: JSON.parse(receiver.received.find(({ id }) => id === first)?.body ?? ''),
		});

		const ids = async (query: string) => (await list(query)).body.data.map(({ id }: { id: string }) => id);
		expect(await ids(`sessionId=${sessionId}`)).toEqual([first]);
		expect(await ids(`url=${encodeURIComponent(url)}`)).toEqual([first]);
		expect(await ids(`roomId=${room}&event=participant-*&perPage=1&page=2`)).toEqual([first]);
		expect(await ids(`roomId=${room}&event=session-*`)).toEqual([]);
		expect(await ids(`roomId=${room}&state=failed`)).toEqual([]);
		const { status, body } = await list('state=lost');
		expect([status, body.message]).toEqual([400, expect.stringContaining('pending, delivered, failed')]);
	});

	it('are replayed with the same id and body', async () => {
		const { id, body } = await deliver();
		const path = `/v2/webhooks/deliveries/${id}`;
		await delivered(path);
		const replayed = await server.post(`${path}/replay`);
		expect([replayed.status, replayed.body.state]).toEqual([200, 'pending']);
		const [, again] = await receiver.count(2);
		expect([again?.id, again?.body]).toEqual([id, body]);
		const { attempts } = await delivered(path);
		expect(attempts).toHaveLength(2);
	});

	it('of one key are hidden from another, those of other rooms from a token for one', async () => {
		const room = await server.room({ customRoomId: 'webhooks' });
		const [id = ''] = await writer.append({ room: room.roomId, url: receiver.url });
		const ofAnother = await strangersToken();
		const path = `/v2/webhooks/deliveries/${id}`;
		expect((await server.call('/v2/webhooks/deliveries', { token: ofAnother })).body.pageInfo.total).toBe(0);
		for (const roomId of ['another', undefined]) {
			const token = roomId === undefined ? ofAnother : await server.token({ roomId });
			for (const answer of [await server.call(path, { token }), await server.post(`${path}/replay`, {}, token)])
				expect([answer.status, answer.body.errorCode]).toEqual([404, 'DELIVERY_NOT_FOUND']);
		}
		const token = await server.token({ roomId: 'webhooks' });
		expect((await server.call(path, { token })).status).toBe(200);
		const { body } = await server.call('/v2/webhooks/deliveries', { token });
		expect(body.data.map(({ roomId }: { roomId: string }) => roomId)).toEqual([room.roomId]);
		await receiver.count(1);
	});

	it('are counted in the metrics', async () => {
		await deliver();
		const { body } = await server.call('/metrics', { token: null });
		expect(body).toMatch(/roomcast_webhook_attempts_total\{state="delivered"\} [1-9]/);
		expect(body).toMatch(/roomcast_webhook_deliveries_pending \d/);
		expect(body).toMatch(/roomcast_webhook_queue_age_seconds [\d.]+/);
	});
});

it('two servers that start at once on a new database sign with the same key', async () => {
	const fresh = await OutboxWriter.create();
	const [first, second] = await Promise.all([1, 2].map(() => SigningKey.create(fresh.database)));
	const body = Buffer.from('{}');
	const signature = Buffer.from((await first?.sign(body)) ?? '', 'base64');
	expect(verify('RSA-SHA256', body, second?.publicKey ?? '', signature)).toBe(true);
	await fresh.close();
});

describe('without ROOMCAST_ALLOW_PRIVATE_TARGETS', () => {
	it('private addresses and names that resolve to them are refused, with an entry that says so', async () => {
		const strict = await TestServer.create();
		const strictWriter = await OutboxWriter.attach(
			{ databaseUrl: strict.database.url, dataDir: strict.dataDir },
			strict.key.id,
		);
		try {
			const urls = [
				receiver.url,
				`http://localhost:${receiver.port}/`,
				`http://[::ffff:127.0.0.1]:${receiver.port}/`,
				`http://2130706433:${receiver.port}/`,
				'http://169.254.169.254/latest/meta-data/',
			];
			for (const url of urls) await strictWriter.append({ url });
			const data: Answer['body'] = await until('all are settled', async () => {
				const { body } = await strict.call('/v2/webhooks/deliveries');
				return body.data.every(({ state }: { state: string }) => state !== 'pending') && body.data;
			});
			expect(data.map(({ state }: { state: string }) => state)).toEqual(urls.map(() => 'refused'));
			const errors = data.map(({ attempts }: Answer['body']) => attempts[0].error).reverse();
			expect(errors[0]).toBe(
				'127.0.0.1 is not a public address. Allowed is an http or https URL of a host on the public internet (ROOMCAST_ALLOW_PRIVATE_TARGETS is off)',
			);
			expect(errors[1]).toMatch(/^localhost is not a public address/);
			expect(receiver.received).toEqual([]);
		} finally {
			await strictWriter.close();
			await strict.close();
		}
	});
});
