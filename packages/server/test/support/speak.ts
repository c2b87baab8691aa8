import { once } from 'node:events';
import { connect } from 'node:net';

/** ms without a word until it is no use to wait. */
const PATIENCE = 20_000;

/** Sends bytes over a connection of their own, and what came back until the first answer was whole, or nothing more came. */
export async function speak(url: string, text: string): Promise<string> {
	const { hostname, port } = new URL(url);
	const socket = connect(Number(port), hostname);
	let heard = '';
	try {
		await once(socket, 'connect');
		socket.setTimeout(PATIENCE, () => socket.destroy(new Error(`nothing came within ${PATIENCE} ms`)));
		socket.write(text);
		for await (const chunk of socket) {
			heard += chunk;
			const [head = '', body] = heard.split('\r\n\r\n', 2);
			const length = /^content-length: (\d+)$/im.exec(head)?.[1];
			if (body !== undefined && length !== undefined && Buffer.byteLength(body) >= Number(length)) break;
		}
	} finally {
		socket.destroy();
	}
	return heard;
}
