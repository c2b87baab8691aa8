import type { IncomingMessage } from 'node:http';
import { SIGNALLING_PATH } from '@roomcast/contract';
import type { App } from './App.ts';

/** `/signalling`, with or without a slash at its end. */
const PATHS: readonly string[] = [SIGNALLING_PATH, `${SIGNALLING_PATH}/`];

/**
 * Whether a request with `Upgrade` asks for what there is: a WebSocket at the path of signalling. What does not is answered as
 * if it had not asked (RFC 9110 section 7.8): other paths get no 101, and clients that offer `h2c` with each request are served.
 */
export function isUpgrade({ url = '', headers }: Pick<IncomingMessage, 'url' | 'headers'>): boolean {
	return headers.upgrade?.toLowerCase() === 'websocket' && PATHS.includes(url.split('?', 1)[0] ?? '');
}

/** Close the connection of an upgrade that was refused, such as with 429: Node.js has let go of it, and nobody else would. */
export function closeRefusedUpgrades(app: App): void {
	app.addHook('onResponse', async ({ raw }) => {
		if (isUpgrade(raw) && !raw.socket.destroyed) raw.socket.destroySoon();
	});
}
