import { afterAll, beforeAll, expect, it } from 'vitest';
import { TestServer } from './support/TestServer.ts';

let server: TestServer;
beforeAll(async () => {
	server = await TestServer.create({ ROOMCAST_RATE_LIMIT_REST: '30' });
});
afterAll(() => server.close());

it('answers what is too much with 429 and Retry-After, and lets it through when that is over', async () => {
	const token = await server.token();
	const answers = await Promise.all(Array.from({ length: 60 }, () => server.call('/v2/rooms', { token })));
	const refused = answers.filter(({ status }) => status === 429);
	expect(answers.filter(({ status }) => status === 200).length + refused.length).toBe(60);
	// 30 at once, and one more every two seconds while they are sent.
	expect(refused.length).toBeGreaterThanOrEqual(20);
	expect(refused.length).toBeLessThanOrEqual(30);
	const [first] = refused;
	expect(first?.body).toMatchObject({ statusCode: 429, errorCode: 'TOO_MANY_REQUESTS' });
	const seconds = Number(first?.headers.get('retry-after'));
	expect(seconds).toBeGreaterThanOrEqual(1);
	expect(seconds).toBeLessThanOrEqual(2);
	// A token that is no good costs nobody anything.
	expect((await server.call('/v2/rooms', { token: null })).status).toBe(401);
	await expect.poll(async () => (await server.call('/v2/rooms', { token })).status, { timeout: 10_000 }).toBe(200);
});
