import { afterAll, beforeAll, expect, it } from 'vitest';
import { newRecorderId } from '../src/sessions/host/recorderId.ts';
import { mintTemplateToken, TEMPLATE_TOKEN_TTL } from '../src/templates/mintTemplateToken.ts';
import { SignallingClient } from './support/SignallingClient.ts';
import { TestServer } from './support/TestServer.ts';

let server: TestServer;
let client: SignallingClient;
let roomId: string;
beforeAll(async () => {
	server = await TestServer.create({ ROOMCAST_CHROMIUM: '/nowhere/chromium' });
	({ roomId } = await server.room());
	({ client } = await SignallingClient.join(server.url, { token: await server.token(), roomId, participantId: 'ann' }));
});
afterAll(async () => {
	await client.request('leave', {});
	await server.close();
});

const STARTS = [
	['/v2/recordings/start', {}, 4011],
	['/v2/hls/start', {}, 4016],
	['/v2/livestreams/start', { outputs: [{ url: 'rtmp://1.1.1.1/app', streamKey: 'key' }] }, 4013],
] as const;

it.each(STARTS)('%s opens no page on an address that is not public', async (path, more) => {
	for (const templateUrl of [
		'http://127.0.0.1:9/',
		'http://localhost/page',
		'http://[::1]/',
		'http://169.254.169.254/latest/meta-data/',
		'http://10.1.2.3/',
		'https://user:password@203.0.113.1/',
		// This server by another name than its own, which is localhost.
		server.url,
	])
		expect(await server.post(path, { roomId, templateUrl, ...more }), templateUrl).toMatchObject({
			status: 400,
			body: { code: 6000, message: expect.stringContaining('templateUrl') },
		});
});

it.each(STARTS)('%s says that there is no Chromium', async (path, more, code) => {
	expect(await server.post(path, { roomId, templateUrl: 'https://1.1.1.1/page', ...more })).toMatchObject({
		status: 409,
		body: { code, message: expect.stringContaining('/nowhere/chromium (ROOMCAST_CHROMIUM)') },
	});
});

it('a page of this server may be opened, whatever its address', async () => {
	const { body } = await server.post('/v2/recordings/start', {
		roomId,
		templateUrl: `http://localhost:${new URL(server.url).port}/meet/${roomId}`,
	});
	expect(body).toMatchObject({ code: 4011, message: expect.stringContaining('ROOMCAST_CHROMIUM') });
});

it('the page of a recorder that is over comes in no more', async () => {
	const token = await server.token();
	const late = SignallingClient.join(server.url, { token, roomId, participantId: newRecorderId() });
	await expect(late).rejects.toMatchObject({ code: 4023 });
});

it('the token of a page joins its room as its participant, and does nothing else', async () => {
	const participantId = newRecorderId();
	const keys = { find: async () => server.key };
	const token = await mintTemplateToken(keys as never, server.key.id, { roomId, participantId });
	const { iat, exp, roles, permissions } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
	expect({ life: exp - iat, roles, permissions }).toEqual({
		life: TEMPLATE_TOKEN_TTL,
		roles: ['rtc'],
		permissions: ['allow_join'],
	});
	for (const [method, path] of [
		['GET', '/v2/rooms'],
		['GET', `/v2/sessions?roomId=${roomId}`],
		['GET', '/v2/recordings'],
		['POST', '/v2/recordings/start'],
		['POST', '/v2/rooms'],
	] as const) {
		const answer = await server.call(path, { method, token, ...(method === 'POST' ? { body: { roomId } } : {}) });
		expect([401, 403], `${method} ${path}`).toContain(answer.status);
	}
	const { roomId: other } = await server.room();
	for (const as of [
		{ roomId, participantId: 'ann' },
		{ roomId: other, participantId },
	])
		await expect(SignallingClient.join(server.url, { token, ...as }), JSON.stringify(as)).rejects.toThrow();
});
