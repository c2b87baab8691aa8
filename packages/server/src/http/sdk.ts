import staticFiles from '@fastify/static';
import type { App } from './App.ts';

/**
 * The browser SDK at `/sdk/roomcast-client.js`, for pages without a build step and on any origin: the server that is
 * called hands out the client that speaks to it.
 */
export async function registerSdk(app: App, folder: string): Promise<void> {
	await app.register(staticFiles, {
		root: folder,
		prefix: '/sdk/',
		decorateReply: false,
		index: false,
		dotfiles: 'ignore',
		cacheControl: false,
		suppressWarning: true,
		schemaHide: true,
		allowedPath: (path) => path.endsWith('.js'),
		setHeaders(reply) {
			reply.header('x-content-type-options', 'nosniff');
			reply.header('access-control-allow-origin', '*');
			reply.header('cross-origin-resource-policy', 'cross-origin');
			reply.header('cache-control', 'no-cache');
		},
	});
}
