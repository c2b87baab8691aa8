import { afterAll, beforeAll, expect, it } from 'vitest';
import { TestServer } from './support/TestServer.ts';

let server: TestServer;
beforeAll(async () => {
	server = await TestServer.create();
});
afterAll(() => server.close());

/** ms: far less than the 20 s in which a recording must have begun. */
const SOON = 8_000;

async function call() {
	const { roomId } = await server.room();
	const { client } = await server.join(roomId, 'ann');
	return { client, roomId };
}

it('a recording that is stopped while it starts is answered at once, and another one can start', async () => {
	const { client } = await call();
	const began = performance.now();
	const starting = client.request('start-recording', {});
	await client.notification('capture-state-changed', ({ status }) => status === 'STARTING');
	const [started] = await Promise.allSettled([starting, client.request('stop-recording', {})]);
	expect(performance.now() - began).toBeLessThan(SOON);
	if (started.status === 'rejected') expect(started.reason).toMatchObject({ refusal: 'START_RECORDING_FAILED' });
	await expect
		.poll(async () => (await client.request('start-recording', {})).id, { timeout: SOON })
		.toMatch(/^[0-9a-f]{24}$/);
	await client.request('stop-recording', {});
});

it('a recording of a session that ends while it starts is answered at once', async () => {
	const { client, roomId } = await call();
	const began = performance.now();
	const starting = server.post('/v2/recordings/start', { roomId });
	await client.notification('capture-state-changed', ({ status }) => status === 'STARTING');
	await client.request('end', {});
	const { status, body } = await starting;
	expect(performance.now() - began).toBeLessThan(SOON);
	if (status !== 200) expect(body).toMatchObject({ errorCode: 'START_RECORDING_FAILED' });
});
