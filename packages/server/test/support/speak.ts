import { once } from 'node:events';
import { connect } from 'node:net';

/** ms without a word until it is no use to wait. */
const PATIENCE = 20_000;

/** Sends bytes over a connection of their own; what came back until the first answer was whole, or the connection closed. */
export function speak(url: string, text: string): Promise<string> {
	return hear(url, text, isWhole);
}

/** The same until the other end has closed the connection. */
export function untilClosed(url: string, text: string): Promise<string> {
	return hear(url, text, () => false);
}

async function hear(url: string, text: string, enough: (heard: string) => boolean): Promise<string> {
	const { hostname, port } = new URL(url);
	const socket = connect(Number(port), hostname);
	let heard = '';
	try {
		await once(socket, 'connect');
		socket.setTimeout(PATIENCE, () => socket.destroy(new Error(`nothing came within ${PATIENCE} ms`)));
		socket.write(text);
		for await (const chunk of socket) {
			heard += chunk;
			if (enough(heard)) break;
		}
	} finally {
		socket.destroy();
	}
	return heard;
}

function isWhole(heard: string): boolean {
	const [head = '', body] = heard.split('\r\n\r\n', 2);
	const length = /^content-length: (\d+)$/im.exec(head)?.[1];
	return body !== undefined && length !== undefined && Buffer.byteLength(body) >= Number(length);
}
