import { afterAll, beforeAll, expect, it } from 'vitest';
import { SignallingClient } from './support/SignallingClient.ts';
import { TestServer } from './support/TestServer.ts';

let server: TestServer;
let client: SignallingClient;
let roomId: string;
beforeAll(async () => {
	server = await TestServer.create({ ROOMCAST_CHROMIUM: '/nowhere/chromium' });
	({ roomId } = (await server.post('/v2/rooms', {})).body);
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
	const late = SignallingClient.join(server.url, { token, roomId, participantId: `recorder-${'0'.repeat(18)}` });
	await expect(late).rejects.toMatchObject({ code: 4023 });
});
