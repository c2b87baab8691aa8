import type { App } from './App.ts';

/**
 * Close the connection of an upgrade that was answered as a request is, such as with 404 or 429: Node.js has let go of it, and
 * nobody else would.
 */
export function closeRefusedUpgrades(app: App): void {
	app.addHook('onResponse', async ({ raw }) => {
		if (raw.headers.upgrade !== undefined && !raw.socket.destroyed) raw.socket.destroySoon();
	});
}
