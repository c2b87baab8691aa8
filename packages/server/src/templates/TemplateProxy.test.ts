import { createServer, request } from 'node:http';
import { type AddressInfo, connect, type LookupFunction } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { destinationOf, TemplateProxy } from './TemplateProxy.ts';

const asked: string[] = [];
const site = createServer((message, reply) => {
	asked.push(`${message.method} ${message.headers.host}${message.url}`);
	message.resume();
	message.on('end', () => reply.end('page'));
});
let proxy: TemplateProxy;
let port: number;

beforeAll(async () => {
	await new Promise<void>((done) => site.listen(0, '127.0.0.1', done));
	({ port } = site.address() as AddressInfo);
	// A name that no DNS knows: what was checked is what is reached.
	const lookup = ((_name, { all }, callback) =>
		all ? callback(null, [{ address: '127.0.0.1', family: 4 }]) : callback(null, '127.0.0.1', 4)) as LookupFunction;
	proxy = await TemplateProxy.listen([destinationOf(new URL(`http://page.invalid:${port}/x`), lookup)]);
});
afterAll(() => {
	proxy.close();
	site.close();
});

function get(url: string): Promise<number | undefined> {
	const { promise, resolve, reject } = Promise.withResolvers<number | undefined>();
	const { host } = new URL(url);
	request({ host: '127.0.0.1', port: proxy.port, path: url, headers: { host } }, (answer) => {
		answer.resume();
		answer.on('end', () => resolve(answer.statusCode));
	})
		.on('error', reject)
		.end();
	return promise;
}

/** What a tunnel to a destination brings: the first line, and the first line behind it. */
function tunnel(destination: string): Promise<string> {
	const { promise, resolve } = Promise.withResolvers<string>();
	const socket = connect(proxy.port, '127.0.0.1');
	let heard = '';
	socket.on('data', (data: Buffer) => {
		if (heard === '') socket.write(`GET /tunnel HTTP/1.1\r\nHost: page.invalid\r\nConnection: close\r\n\r\n`);
		heard += data.toString();
	});
	socket.on('close', () => resolve(heard));
	socket.on('error', () => resolve(heard));
	socket.write(`CONNECT ${destination} HTTP/1.1\r\nHost: ${destination}\r\n\r\n`);
	return promise;
}

it('lets requests and tunnels through to the destinations that it knows, at the addresses that were checked', async () => {
	expect(await get(`http://page.invalid:${port}/a?b=c`)).toBe(200);
	expect(asked.at(-1)).toBe(`GET page.invalid:${port}/a?b=c`);
	expect(await tunnel(`page.invalid:${port}`)).toMatch(/^HTTP\/1\.1 200 [\s\S]*HTTP\/1\.1 200 OK[\s\S]*page/);
});

it('lets nothing else through', async () => {
	const before = asked.length;
	for (const destination of [
		`127.0.0.1:${port}`,
		`localhost:${port}`,
		'page.invalid:1',
		'page.invalid',
		`[::1]:${port}`,
		'@',
		'',
	]) {
		expect(await tunnel(destination), destination).toMatch(/^HTTP\/1\.1 (403|400) /);
		if (destination.includes(':')) expect(await get(`http://${destination}/`), destination).toBe(403);
	}
	expect(asked.length).toBe(before);
});
