import { mkdtemp, rm, symlink, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ENDPOINTS } from '@roomcast/contract';
import { freePort } from '@roomcast/testing/net/ports';
import { childrenOf } from '@roomcast/testing/processes/processes';
import { workerBin } from 'mediasoup';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { speak } from './support/speak.ts';
import { TestServer } from './support/TestServer.ts';

let server: TestServer;
beforeAll(async () => {
	server = await TestServer.create();
});
afterAll(() => server.close());

describe('errors have one form', () => {
	it.each([
		['GET', '/nowhere', {}, 404, 'NOT_FOUND'],
		['GET', '/%zz', {}, 400, 'VALIDATION_FAILED'],
		['PUT', '/v2/rooms', {}, 405, 'METHOD_NOT_ALLOWED'],
		['DELETE', '/v2/rooms/abc', {}, 405, 'METHOD_NOT_ALLOWED'],
		['POST', '/v2/rooms', { 'content-type': 'text/xml' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
		['POST', '/v2/rooms', { 'content-type': 'application/json' }, 400, 'VALIDATION_FAILED'],
	])('%s %s %j', async (method, path, headers, status, errorCode) => {
		const rawBody = method === 'POST' ? '<room/>' : undefined;
		const answer = await server.call(path, { method, headers, ...(rawBody === undefined ? {} : { rawBody }) });
		expect(answer.status).toBe(status);
		const requestId = answer.headers.get('x-request-id');
		expect(answer.body).toMatchObject({ statusCode: status, errorCode, requestId, hint: expect.stringMatching(/\S/) });
		expect(answer.body.code).toEqual(expect.any(Number));
		expect(answer.body.message).toBe(answer.body.error);
	});

	it('405 lists the methods', async () => {
		const { headers } = await server.call('/v2/rooms/', { method: 'PATCH' });
		expect(headers.get('allow')).toBe('GET, HEAD, POST');
	});

	it('bad JSON is located', async () => {
		const headers = { 'content-type': 'application/json' };
		const { body } = await server.call('/v2/rooms', { method: 'POST', headers, rawBody: '{"customRoomId": x}' });
		expect(body.message).toMatch(/the body is not JSON from position 17 on/);
	});

	it('a body over the limit of its route is refused, and the limit named', async () => {
		const { status, body } = await server.post('/v2/rooms', { customRoomId: 'x'.repeat(1024 * 1024) });
		expect([status, body.errorCode]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
		expect(body.message).toMatch(/the body may have at most 735536 bytes/);
		const small = await server.post('/v2/rooms/deactivate', { roomId: 'x'.repeat(16_384) });
		expect([small.status, small.body.errorCode]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
		expect(small.body.message).toMatch(/the body may have at most 16384 bytes/);
	});

	it('a room may have the most participants that it may', async () => {
		const allowedParticipantIds = Array.from({ length: 10_000 }, (_, i) => `${i}`.padStart(64, 'p'));
		const { status, body } = await server.post('/v2/rooms', { allowedParticipantIds });
		expect([status, body.allowedParticipantIds?.length]).toEqual([200, 10_000]);
	});

	it('a request id of the caller is kept when it is harmless', async () => {
		const given = async (id: string) =>
			(await server.call('/healthz', { headers: { 'x-request-id': id } })).headers.get('x-request-id');
		expect(await given('my-request.1')).toBe('my-request.1');
		expect(await given('x'.repeat(65))).not.toBe('x'.repeat(65));
	});
});

describe('bodies that nobody wants are not read', () => {
	it.each([
		['without a token', '/v2/rooms', undefined, 401],
		['with a token that may not', '/v2/recordings/start', 'ask_join', 403],
		['where there is nothing', '/nowhere', undefined, 404],
		['where another method is', '/v2/sessions', undefined, 405],
	] as const)('%s', async (_, path, permission, status) => {
		const token = permission === undefined ? undefined : await server.token({ permissions: [permission] });
		// The answer comes while nothing but the first byte of the body was sent.
		const head = [
			`POST ${path} HTTP/1.1`,
			'Host: x',
			'Content-Type: application/json',
			'Content-Length: 700000',
			...(token === undefined ? [] : [`Authorization: ${token}`]),
		];
		const answer = await speak(server.url, `${head.join('\r\n')}\r\n\r\n{`);
		expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
		// And nothing more is waited for.
		expect(answer.toLowerCase()).toContain('connection: close');
	});
});

describe('bodies', () => {
	it.each(['application/json', 'application/json; charset=utf-8', 'application/x-www-form-urlencoded'])(
		'an empty one of type %s counts as none',
		async (type) => {
			const { status } = await server.call('/v2/rooms', {
				method: 'POST',
				rawBody: '',
				headers: { 'content-type': type },
			});
			expect(status).toBe(200);
		},
	);

	it.each([
		['Latin-1', Buffer.from('{"customRoomId":"M\u00fcller"}', 'latin1'), 18],
		['half an emoji', Buffer.from('{"customRoomId":"\u{1f600}"}').subarray(0, 19), 17],
		['half of a pair', Buffer.from([...Buffer.from('{"customRoomId":"\ufffd'), 0xed, 0xa0, 0xbd, 0x22, 0x7d]), 20],
		['UTF-16', Buffer.from('\ufeff{}', 'utf16le'), 0],
	])('what is not UTF-8 is refused: %s', async (_, bytes, at) => {
		const headers = { authorization: await server.token(), 'content-type': 'application/json' };
		const answer = await fetch(`${server.url}/v2/rooms`, { method: 'POST', headers, body: new Uint8Array(bytes) });
		expect(answer.status).toBe(400);
		expect(await answer.text()).toContain(`the body is not UTF-8: byte ${at} begins no whole character`);
	});

	it('a byte order mark before the JSON is ignored, whatever it does not replace is kept', async () => {
		const rawBody = `\ufeff{"customRoomId":"a\ufffd-${server.key.id}"}`;
		const headers = { 'content-type': 'application/json' };
		const { status, body } = await server.call('/v2/rooms', { method: 'POST', rawBody, headers });
		expect(status).toBe(200);
		expect(body.customRoomId).toBe(`a\ufffd-${server.key.id}`);
	});

	it('__proto__ in a body changes nothing', async () => {
		const headers = { 'content-type': 'application/json' };
		const rawBody = '{"__proto__":{"customRoomId":"polluted"},"autoStartConfig":{"composite":{"__proto__":{"a":1}}}}';
		const { body } = await server.call('/v2/rooms', { method: 'POST', headers, rawBody });
		expect(body.customRoomId).toBeNull();
		expect(body.autoStartConfig).toEqual({ composite: {} });
	});
});

it.each([
	['GET', '/v2/recordings/composite', 'composite recordings'],
	['POST', '/v2/recordings/composite/start', 'composite recordings'],
	['GET', '/v2/recordings/participant/merge?page=1', 'merging recordings'],
	['POST', '/ai/v1/realtime-transcriptions/start', 'transcription'],
	['POST', '/v2/sip/call', 'telephony'],
])('%s %s is a feature that is missing', async (method, path, feature) => {
	const { status, body } = await server.call(path, { method });
	expect(status).toBe(501);
	expect(body).toMatchObject({ errorCode: 'FEATURE_NOT_SUPPORTED', message: expect.stringContaining(feature) });
});

describe('CORS', () => {
	const preflight = {
		'access-control-request-method': 'POST',
		'access-control-request-headers': 'authorization,content-type',
	};

	it('lets every origin call the API by default', async () => {
		const headers = { origin: 'https://app.example.com', ...preflight };
		const answer = await server.call('/v2/rooms', { method: 'OPTIONS', token: null, headers });
		expect(answer.status).toBe(204);
		expect(answer.headers.get('access-control-allow-origin')).toBe('*');
		expect(answer.headers.get('access-control-allow-headers')).toMatch(/authorization/);
		const refused = await server.call('/v2/rooms', { token: null, headers: { origin: 'https://app.example.com' } });
		expect(refused.status).toBe(401);
		expect(refused.headers.get('access-control-allow-origin')).toBe('*');
		const exposed = refused.headers.get('access-control-expose-headers')?.split(', ');
		for (const name of ['x-request-id', 'location', 'x-recording-id', 'x-livestream-id', 'x-hls-id'])
			expect(exposed).toContain(name);
	});

	it('lets only the origins that are named', async () => {
		const strict = await TestServer.create({ ROOMCAST_CORS_ORIGINS: 'https://app.example.com, https://b.example.com' });
		const allowed = async (origin: string) =>
			(await strict.call('/v2/rooms', { headers: { origin } })).headers.get('access-control-allow-origin');
		expect(await allowed('https://b.example.com')).toBe('https://b.example.com');
		expect(await allowed('https://c.example.com')).toBeNull();
		await strict.close();
	});
});

describe('CORS is for the API', () => {
	it.each(['/metrics', '/docs', '/v2/openapi.json', '/v2/openapi.json?a', '/healthz', '/readyz', '/', '/meet/x'])(
		'%s is for no other page',
		async (path) => {
			const headers = { origin: 'https://app.example.com' };
			const answer = await server.call(path, { token: null, headers });
			expect(answer.headers.get('access-control-allow-origin')).toBeNull();
		},
	);
});

describe('what browsers learn of answers', () => {
	it.each([
		'/metrics',
		'/docs/',
		'/v2/openapi.json',
		'/healthz',
		'/nowhere',
		'/v2/rooms',
		'/',
		'/watch/x',
		'/sdk/x.js',
	])('%s is what it says it is', async (path) => {
		const { headers } = await server.call(path, { token: null });
		expect(headers.get('x-content-type-options')).toBe('nosniff');
	});
});

describe('metrics', () => {
	it('need their token, if there is one', async () => {
		const token = 'a-token-for-prometheus';
		const guarded = await TestServer.create({ ROOMCAST_METRICS_TOKEN: token });
		onTestFinished(() => guarded.close());
		for (const wrong of [null, 'Bearer a-token-for-prometheu', await guarded.token()])
			expect((await guarded.call('/metrics', { token: wrong })).status).toBe(401);
		const { status, body } = await guarded.call('/metrics', { token: `Bearer ${token}` });
		expect(status).toBe(200);
		expect(body).toContain('process_cpu_seconds_total');
	});

	it('may have a port of their own', async () => {
		const port = await freePort();
		const apart = await TestServer.create({ ROOMCAST_METRICS_PORT: `${port}` });
		onTestFinished(() => apart.close());
		expect((await apart.call('/metrics', { token: null })).status).toBe(404);
		const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
		expect(answer.status).toBe(200);
		expect(await answer.text()).toContain('process_cpu_seconds_total');
		expect((await fetch(`http://127.0.0.1:${port}/v2/rooms`)).status).toBe(404);
	});
});

describe('for operators', () => {
	it('/healthz and /readyz answer without a token', async () => {
		expect((await server.call('/healthz', { token: null })).body).toEqual({ status: 'ok' });
		const { status, body } = await server.call('/readyz', { token: null });
		const checks = { database: 'ok', storage: 'ok', disk: 'ok', media: 'ok', server: 'ok' };
		expect([status, body]).toEqual([200, { ready: true, checks }]);
	});

	it('/readyz says so while there is no media worker, and when there is one again', async () => {
		const folder = await mkdtemp(join(tmpdir(), 'roomcast-worker-'));
		const program = join(folder, 'mediasoup-worker');
		const original = process.env.ROOMCAST_MEDIA_WORKER_BIN ?? workerBin;
		await symlink(original, program);
		const before = await childrenOf(process.pid, 'mediasoup-worker');
		const lame = await TestServer.create({ ROOMCAST_MEDIA_WORKER_BIN: program });
		const readyz = () => lame.call('/readyz', { token: null });
		expect((await readyz()).status).toBe(200);
		// Without its program it cannot be replaced.
		await unlink(program);
		for (const pid of await childrenOf(process.pid, 'mediasoup-worker'))
			if (!before.includes(pid)) process.kill(pid, 'SIGKILL');
		await vi.waitFor(async () => expect((await readyz()).status).toBe(503), 5000);
		const checks = { database: 'ok', storage: 'ok', disk: 'ok', media: 'no media worker is running', server: 'ok' };
		expect((await readyz()).body).toEqual({ ready: false, checks });
		await symlink(original, program);
		await vi.waitFor(async () => expect((await readyz()).status).toBe(200), 5000);
		await lame.close();
		await rm(folder, { recursive: true });
	});

	it('/readyz says that files cannot be stored or the disk is nearly full, is ready for calls, and names no place', async () => {
		const full = await TestServer.create({
			ROOMCAST_STORAGE_URL: 'file:///dev/null/recordings',
			ROOMCAST_MIN_FREE_DISK: '900T',
		});
		const { status, body } = await full.call('/readyz', { token: null });
		const checks = { database: 'ok', storage: 'unavailable', disk: 'nearly full', media: 'ok', server: 'ok' };
		expect([status, body]).toEqual([200, { ready: true, checks }]);
		await full.close();
	});

	it('/readyz says so while the server drains', async () => {
		const draining = await TestServer.create();
		await draining.running.drain();
		const { status, body } = await draining.call('/readyz', { token: null });
		expect([status, body.ready, body.checks.server]).toEqual([503, false, 'shutting down']);
		await draining.close();
	});

	it('/metrics counts requests by route, not by path', async () => {
		await server.call('/v2/rooms/some-room');
		const { body } = await server.call('/metrics', { token: null });
		expect(body).toMatch(
			/roomcast_http_request_duration_seconds_count\{method="GET",route="\/v2\/rooms\/:roomId",status="404"\} \d/,
		);
		expect(body).not.toContain('some-room');
		expect(body).toContain('process_cpu_seconds_total');
	});
});

describe('the reference', () => {
	it('/docs is a page that loads nothing from elsewhere', async () => {
		const { status, headers, body } = await server.call('/docs/', { token: null });
		expect(status).toBe(200);
		expect(headers.get('content-security-policy')).toMatch(/^default-src 'self'/);
		expect(body).toContain('/v2/openapi.json');
	});

	it('/v2/openapi.json describes every endpoint, without a token; /dev/token only on a development server', async () => {
		const { body } = await server.call('/v2/openapi.json', { token: null });
		expect(body.openapi).toBe('3.1.0');
		const operations = Object.values<object>(body.paths).flatMap((methods) => Object.values(methods));
		const declared = Object.values(ENDPOINTS).filter(({ tag }) => tag !== 'Development');
		expect(operations.map(({ operationId }) => operationId).sort()).toEqual(declared.map(({ id }) => id).sort());
		expect(body.components.schemas).toHaveProperty('Room');
		expect(body.components.schemas).toHaveProperty('Error');
	});
});
