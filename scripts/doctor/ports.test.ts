import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, test } from 'vitest';
import { parseRange, portFindings, whyNotListening } from './ports.mjs';

test.each([
	['40000-40099', { first: 40_000, last: 40_099 }],
	['3478', { first: 3478, last: 3478 }],
	['40099-40000', undefined],
	['40000-70000', undefined],
	['many', undefined],
])('the port range %s', (text, range) => {
	expect(parseRange(text)).toEqual(range);
});

test('distinguishes a taken port from a free one, for TCP and UDP', async () => {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	expect(await whyNotListening('tcp', port, '127.0.0.1')).toBe('in use');
	server.close();
	await once(server, 'close');
	expect(await whyNotListening('tcp', port, '127.0.0.1')).toBeUndefined();

	const socket = createSocket('udp4').bind(0, '127.0.0.1');
	await once(socket, 'listening');
	expect(await whyNotListening('udp', socket.address().port, '127.0.0.1')).toBe('in use');
	socket.close();
});

test('a taken HTTP port prevents a start, and the hint names another way', async () => {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	const [http] = await portFindings({
		ROOMCAST_PORT: `${port}`,
		ROOMCAST_HOST: '127.0.0.1',
		ROOMCAST_MEDIA_PORTS: '21090-21091',
	});
	expect(http).toMatchObject({
		level: 'bad',
		found: `${port}: in use`,
		hint: expect.stringContaining('ROOMCAST_PORT'),
	});
	server.close();
});
