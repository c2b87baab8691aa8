import { expect, it, vi } from 'vitest';
import { ApiError } from '../errors/ApiError.ts';
import { ConnectionError } from '../errors/ConnectionError.ts';
import { DeadlineError } from '../errors/DeadlineError.ts';
import type { ApiRequest } from './ApiRequest.ts';
import { Transport } from './Transport.ts';

const GET: ApiRequest = { method: 'GET', path: '/v2/rooms' };
const POST: ApiRequest = { method: 'POST', path: '/v2/rooms', body: {} };
const DELETE: ApiRequest = { method: 'DELETE', path: '/v2/hls/1' };

const refusal = (status: number, errorCode: string, headers: Record<string, string> = {}) =>
	new Response(JSON.stringify({ message: 'No', errorCode }), { status, headers });
const fine = () => Response.json({ roomId: 'abcd-efgh-ijkl' });

/** @param answers what each request gets, in order; an error is thrown by `fetch` */
function transportOf(...answers: (Response | Error)[]) {
	const request = vi.fn<typeof fetch>(async () => {
		const answer = answers.shift() ?? fine();
		if (answer instanceof Error) throw answer;
		return answer;
	});
	const options = { url: 'http://server', timeout: 20_000, retries: 2, fetch: request, token: async () => 'token' };
	return { transport: new Transport(options), request };
}

it.each([
	['a lost answer to a GET', GET, new TypeError('fetch failed')],
	['a gateway that does not reach the server, to a GET', GET, new Response('Bad gateway', { status: 502 })],
	['a server without its database, to a POST', POST, refusal(503, 'DATABASE_UNAVAILABLE')],
	['a limit, to a DELETE', DELETE, refusal(429, 'TOO_MANY_REQUESTS', { 'retry-after': '0' })],
])('repeats after %s', async (_what, request, answer) => {
	const { transport, request: sent } = transportOf(answer);
	expect(await transport.call(request)).toEqual({ roomId: 'abcd-efgh-ijkl' });
	expect(sent).toHaveBeenCalledTimes(2);
});

it.each([
	['a lost answer to a POST', POST, new TypeError('fetch failed'), ConnectionError],
	['a gateway that does not reach the server, to a POST', POST, new Response('', { status: 504 }), ApiError],
	['a lost answer to a DELETE', DELETE, new TypeError('fetch failed'), ConnectionError],
	['a refusal', GET, refusal(404, 'INVALID_MEETING_ID'), ApiError],
	['a wait that is longer than its time', GET, refusal(429, 'TOO_MANY_REQUESTS', { 'retry-after': '60' }), ApiError],
])('does not repeat after %s', async (_what, request, answer, error) => {
	const { transport, request: sent } = transportOf(answer);
	await expect(transport.call(request)).rejects.toThrow(error);
	expect(sent).toHaveBeenCalledTimes(1);
});

it('repeats as often as it may', async () => {
	const lost = () => new TypeError('fetch failed');
	const { transport, request } = transportOf(lost(), lost());
	await expect(transport.call(GET, { retries: 1 })).rejects.toThrow(ConnectionError);
	expect(request).toHaveBeenCalledTimes(2);
});

/** A server that takes a request and says nothing. */
const silent: typeof fetch = (_input, init) =>
	new Promise((_resolve, reject) => {
		const end = () => reject(init?.signal?.reason);
		if (init?.signal?.aborted) end();
		init?.signal?.addEventListener('abort', end);
	});

it('gives up at its deadline, or when it is told to', async () => {
	const options = { url: 'http://server', timeout: 50, retries: 2, fetch: silent, token: async () => 'token' };
	const transport = new Transport(options);
	await expect(transport.call(GET)).rejects.toThrow(new DeadlineError('GET /v2/rooms', 50));
	const controller = new AbortController();
	const call = transport.call(GET, { timeout: 20_000, signal: controller.signal });
	controller.abort(new Error('enough'));
	await expect(call).rejects.toThrow('enough');
	await expect(transport.call(GET, { signal: AbortSignal.abort(new Error('never')) })).rejects.toThrow('never');
});

it('says what else answered', async () => {
	const { transport } = transportOf(new Response('<html>Welcome</html>'));
	await expect(transport.call(GET)).rejects.toThrow('GET /v2/rooms answered 200: this is no answer of Roomcast');
	const moved = transportOf(new Response(null, { status: 301, headers: { location: 'https://elsewhere' } }));
	await expect(moved.transport.call(GET)).rejects.toMatchObject({ status: 301, code: 'UNKNOWN' });
});

it('sends a token but where none is needed', async () => {
	const { transport, request } = transportOf();
	await transport.call({ ...GET, query: { page: 2, query: undefined } });
	await transport.call(GET, { token: 'another' });
	await transport.call({ ...GET, open: true });
	expect(request.mock.calls.map(([url]) => url)).toEqual([
		'http://server/v2/rooms?page=2',
		'http://server/v2/rooms',
		'http://server/v2/rooms',
	]);
	const sent = request.mock.calls.map(([, init]) => new Headers(init?.headers).get('authorization'));
	expect(sent).toEqual(['token', 'another', null]);
});
