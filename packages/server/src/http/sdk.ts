import staticFiles from '@fastify/static';
import type { App } from './App.ts';
import { builtFiles } from './builtFiles.ts';

/** Of the name with the hash, also of its compressed forms. */
const HASHED = /-[0-9a-f]{12}\.(js|tgz)(\.br|\.gz)?$/;

/**
 * The browser SDK below `/sdk/`, on any origin: the server that is called hands out the client that speaks to it.
 * `roomcast-client.js` is a module, `roomcast-client.umd.js` a script, `roomcast-client.tgz` the package for npm.
 * `manifest.json` has the names under which caches may keep them.
 */
export async function registerSdk(app: App, folder: string): Promise<void> {
	const options = builtFiles(folder, (path) => HASHED.test(path));
	await app.register(staticFiles, {
		...options,
		prefix: '/sdk/',
		decorateReply: false,
		allowedPath: (path) => /\.(js|tgz)$/.test(path) || path.endsWith('/manifest.json'),
		setHeaders(reply, path) {
			options.setHeaders(reply, path);
			if (path.endsWith('.tgz')) reply.header('content-type', 'application/gzip');
			reply.header('access-control-allow-origin', '*');
			reply.header('cross-origin-resource-policy', 'cross-origin');
		},
	});
}
