import staticFiles from '@fastify/static';
import type { App } from './App.ts';
import { builtFiles } from './builtFiles.ts';

/** Of the name with the hash, also of its compressed forms. */
const HASHED = /-[0-9a-f]{12}\.js(\.br|\.gz)?$/;

/**
 * The browser SDK at `/sdk/roomcast-client.js`, for pages without a build step and on any origin: the server that is
 * called hands out the client that speaks to it. `/sdk/manifest.json` has the name under which caches may keep it.
 */
export async function registerSdk(app: App, folder: string): Promise<void> {
	const options = builtFiles(folder, (path) => HASHED.test(path));
	await app.register(staticFiles, {
		...options,
		prefix: '/sdk/',
		decorateReply: false,
		allowedPath: (path) => path.endsWith('.js') || path.endsWith('/manifest.json'),
		setHeaders(reply, path) {
			options.setHeaders(reply, path);
			reply.header('access-control-allow-origin', '*');
			reply.header('cross-origin-resource-policy', 'cross-origin');
		},
	});
}
