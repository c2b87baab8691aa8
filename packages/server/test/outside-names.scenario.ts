import { REQUESTS } from '@roomcast/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SignallingClient } from './support/SignallingClient.ts';
import { TestServer } from './support/TestServer.ts';

/** What every plain object answers to, whether or not somebody put it there. */
const NAMES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
/** ms for a test: they ask hundreds of times. */
const TIMEOUT = 180_000;
/** Requests that need no name to be done; they would end the call, or wait for media. */
const DONE_AT_ONCE = /^(?:leave|resume|end|start-.*|stop-.*)$/;

interface Operation {
	readonly requestBody?: { readonly content: Record<string, { readonly schema: Schema }> };
}
interface Schema {
	readonly $ref?: string;
	readonly properties?: Record<string, Schema>;
}

let server: TestServer;
let roomId: string;
let client: SignallingClient;
let routes: { method: string; path: string; body: Schema | undefined }[];

beforeAll(async () => {
	server = await TestServer.create();
	({ roomId } = await server.room());
	({ client } = await SignallingClient.join(server.url, { token: await server.token(), roomId, participantId: 'ann' }));
	const { body } = await server.call('/v2/openapi.json');
	const schemas = body.components.schemas as Record<string, Schema>;
	const resolve = (schema: Schema | undefined): Schema | undefined =>
		schema?.$ref === undefined ? schema : schemas[schema.$ref.split('/').at(-1) ?? ''];
	routes = Object.entries(body.paths as Record<string, Record<string, Operation>>).flatMap(([path, operations]) =>
		Object.entries(operations).map(([method, { requestBody }]) => ({
			method: method.toUpperCase(),
			path,
			body: resolve(requestBody?.content['application/json']?.schema),
		})),
	);
});
afterAll(async () => {
	await client.request('leave', {});
	await server.close();
});

/** Asks for what is not there and says what was answered, without secrets that a route made. */
async function ask(path: string, options: { method?: string; rawBody?: string } = {}) {
	const headers = options.rawBody === undefined ? {} : { 'content-type': 'application/json' };
	return { what: `${options.method ?? 'GET'} ${path}`, ...(await server.call(path, { ...options, headers })) };
}

it('as a part of a path they are names that nothing has', { timeout: TIMEOUT }, async () => {
	for (const { method, path } of routes.filter((route) => route.path.includes('{')))
		await Promise.all(
			NAMES.map(async (name) => {
				const { what, status, body } = await ask(path.replaceAll(/\{[^}]+\}/g, name), { method });
				expect([400, 404, 415], `${what}: ${JSON.stringify(body)}`).toContain(status);
				expect(body.errorCode, what).toEqual(expect.any(String));
			}),
		);
});

it('as a file they are not there', async () => {
	for (const name of NAMES)
		for (const path of [
			`/${name}`,
			`/hls/${'0'.repeat(48)}/${name}`,
			`/files/${name}`,
			`/sdk/${name}`,
			`/dev/${name}`,
		]) {
			const { what, status } = await ask(path);
			expect([400, 403, 404], what).toContain(status);
		}
});

it('as a parameter of a query they are ignored or refused', { timeout: TIMEOUT }, async () => {
	for (const { path } of routes.filter(({ method }) => method === 'GET'))
		for (const name of NAMES) {
			const { what, status, body } = await ask(`${path.replaceAll(/\{[^}]+\}/g, roomId)}?${name}=1&${name}[${name}]=2`);
			expect(status, `${what}: ${JSON.stringify(body)}`).toBeLessThan(500);
		}
	expect((await ask('/v2/rooms?page=constructor')).body).toMatchObject({ errorCode: 'VALIDATION_FAILED' });
});

it('in a body, as a name or as any of its values, they are ignored or refused', { timeout: TIMEOUT }, async () => {
	for (const { method, path, body: schema } of routes.filter(({ body }) => body !== undefined))
		for (const name of NAMES) {
			// JSON is written by hand: a literal would set the prototype.
			const bodies = [`{"${name}":{"${name}":"${name}"}}`, `{"${name}":null}`].concat(
				Object.keys(schema?.properties ?? {}).flatMap((field) => [
					`{"roomId":"none-such-room","${field}":"${name}"}`,
					`{"roomId":"none-such-room","${field}":{"${name}":"${name}"}}`,
					`{"roomId":"none-such-room","${field}":["${name}"]}`,
				]),
			);
			// Of a room that is not there: nothing that the other tests need ends.
			const url = path.replaceAll(/\{[^}]+\}/g, 'none-such-room');
			await Promise.all(
				bodies.map(async (rawBody) => {
					const { what, status, body } = await ask(url, { method, rawBody });
					expect(status, `${what} ${rawBody}: ${JSON.stringify(body)}`).toBeLessThan(500);
				}),
			);
		}
	expect(({} as Record<string, unknown>).constructor).toBe(Object);
});

it('in a layout, as the kind of anything, they are refused and named', async () => {
	for (const name of NAMES)
		for (const config of [
			{ layout: { type: name } },
			{ quality: name },
			{ mode: name },
			{ theme: name },
			{ orientation: name },
		])
			expect(await server.post('/v2/recordings/start', { roomId, config }), JSON.stringify(config)).toMatchObject({
				status: 400,
				body: { errorCode: 'VALIDATION_FAILED', message: expect.stringContaining(name) },
			});
});

it('in a token they open nothing', async () => {
	const encoded = (value: string) => Buffer.from(value).toString('base64url');
	for (const name of NAMES)
		for (const [header, claims] of [
			[`{"alg":"${name}","typ":"JWT"}`, `{"apikey":"${server.key.id}"}`],
			['{"alg":"HS256","typ":"JWT"}', `{"apikey":"${name}","permissions":["allow_join"]}`],
			[`{"alg":"HS256","${name}":{}}`, `{"apikey":"${server.key.id}","${name}":{"permissions":["allow_mod"]}}`],
		] as const) {
			const token = `${encoded(header)}.${encoded(claims)}.${encoded('signature')}`;
			const { status, body } = await server.call('/v2/rooms', { token });
			expect(status, `${header} ${claims}: ${JSON.stringify(body)}`).toBe(401);
		}
});

it('in signalling there is no such request, and as data they are ignored or refused', {
	timeout: TIMEOUT,
}, async () => {
	for (const name of NAMES) {
		await expect(client.requestText(name, '{}')).rejects.toMatchObject({ refusal: 'UNKNOWN_METHOD' });
		for (const [method, { data }] of Object.entries(REQUESTS).filter(([method]) => !DONE_AT_ONCE.test(method))) {
			const fields = Object.keys((data as Schema).properties ?? {});
			const texts = [`{"${name}":{"${name}":"${name}"}}`, ...fields.map((field) => `{"${field}":"${name}"}`)];
			for (const text of texts) {
				const refused = await client.requestText(method, text).then(
					() => undefined,
					(error) => error,
				);
				expect(refused?.code ?? 0, `${method} ${text}: ${refused?.message}`).not.toBe(5000);
			}
		}
	}
});

it('as topics and keys they hold what is put there, and nothing else', async () => {
	for (const name of NAMES) {
		const key = await client.request('store-get', { key: name });
		expect(key, name).toEqual({ value: null });
		await client.request('store-set', { key: name, value: name });
		expect(await client.request('store-get', { key: name })).toEqual({ value: name });
		const topic = `of ${name}`;
		expect(await client.request('subscribe', { topic }), name).toMatchObject({ messages: [] });
		await client.request('publish', { topic, message: name, persist: true });
		expect(await client.request('subscribe', { topic }), name).toMatchObject({ messages: [{ message: name }] });
		expect(await client.request('subscribe', { topic: name }), name).toMatchObject({ more: false });
	}
});

it('the server continues as before', async () => {
	expect((await server.call('/healthz')).status).toBe(200);
	expect((await server.call(`/v2/rooms/${roomId}`)).body).toMatchObject({ roomId });
	expect((await server.call('/metrics', { token: null })).body).not.toMatch(/roomcast_http\S*status="500"/);
});
