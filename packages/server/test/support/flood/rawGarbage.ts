import { connect } from 'node:net';

const UPGRADE = [
	'GET /signalling HTTP/1.1',
	'Host: x',
	'Connection: Upgrade',
	'Upgrade: websocket',
	'Sec-WebSocket-Version: 13',
	'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
];
const lines = (...all: string[]) => `${all.join('\r\n')}\r\n\r\n`;

/** What is no HTTP, or hardly, and WebSocket frames against RFC 6455. */
const GARBAGE: readonly (string | Buffer)[] = [
	'\r\n\r\n\r\n',
	'hello\r\n\r\n',
	Buffer.from([22, 3, 1, 2, 0, 1, 0, 1, 252, 3, 3]),
	Buffer.alloc(70_000, 0),
	lines('GET / HTTP/9.9', 'Host: x'),
	lines('G\u0000T / HTTP/1.1', 'Host: x'),
	lines('GET /v2/rooms HTTP/1.1'),
	lines('GET /v2/rooms HTTP/1.1', 'Host: x', `Authorization: ${'x'.repeat(40_000)}`),
	lines('GET /v2/rooms HTTP/1.1', 'Host: x', 'A\u0001: b'),
	lines('POST /v2/rooms HTTP/1.1', 'Host: x', 'Content-Length: -1'),
	lines('POST /v2/rooms HTTP/1.1', 'Host: x', 'Content-Length: 5', 'Content-Length: 6'),
	lines('POST /v2/rooms HTTP/1.1', 'Host: x', 'Content-Length: 5', 'Transfer-Encoding: chunked'),
	`${lines('POST /v2/rooms HTTP/1.1', 'Host: x', 'Transfer-Encoding: chunked')}zz\r\n`,
	`${lines('POST /v2/rooms HTTP/1.1', 'Host: x', 'Content-Length: 100')}{"a`,
	lines(...UPGRADE.slice(0, -1)),
	lines(...UPGRADE.slice(0, -2), 'Sec-WebSocket-Version: 99', 'Sec-WebSocket-Key: x'),
	lines(...UPGRADE, 'Sec-WebSocket-Protocol: other'),
	lines(...UPGRADE, 'Sec-WebSocket-Protocol: ,,\u00e9'),
	lines(...UPGRADE, 'Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits=99'),
	lines(UPGRADE[0]?.replace('/signalling', '/v2/rooms') ?? '', ...UPGRADE.slice(1)),
	...[
		// Not masked; reserved bits; unknown opcodes; a control frame in parts; a length that nobody has; a bad close.
		[0x81, 0x01, 0x41],
		[0xf1, 0x81, 0, 0, 0, 0, 0x41],
		[0x83, 0x80, 0, 0, 0, 0],
		[0x09, 0x80, 0, 0, 0, 0],
		[0x81, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0],
		[0x88, 0x81, 0, 0, 0, 0, 0x03],
		[0x88, 0x82, 0, 0, 0, 0, 0x03, 0xed],
		[0x80, 0x81, 0, 0, 0, 0, 0x41],
		[0x81, 0x82, 0, 0, 0, 0, 0xc0, 0x80],
	].map((frame) =>
		Buffer.concat([Buffer.from(lines(...UPGRADE, 'Sec-WebSocket-Protocol: roomcast.v1')), Buffer.from(frame)]),
	),
];

/** ms that a connection is left open for whatever the server does. */
const PATIENCE = 100;

/** How many `sendRawGarbage` sends. */
export const RAW_GARBAGE = GARBAGE.length;

/** Sends each on a TCP connection of its own, and breaks those that the server leaves open. */
export async function sendRawGarbage(url: string): Promise<void> {
	const { hostname, port } = new URL(url);
	await Promise.all(
		GARBAGE.map(async (bytes) => {
			const socket = connect(Number(port), hostname);
			// `close` follows, also when the server breaks the connection.
			socket.on('error', () => {});
			const closed = new Promise((resolve) => socket.once('close', resolve));
			socket.resume().write(bytes);
			socket.setTimeout(PATIENCE, () => socket.destroy());
			await closed;
		}),
	);
}
