import cors from '@fastify/cors';
import { ID_HEADERS } from '@roomcast/contract';
import type { App } from './App.ts';

/** What pages of other origins are meant to read: the API, streams and files. */
const SHARED = ['/v2/', '/hls/', '/files/', '/playlists/'];
/** Below those, and only for the page `/docs`. */
const OWN = '/v2/openapi.json';

/** What answers say outside their bodies. */
const EXPOSED = ['x-request-id', 'retry-after', 'allow', 'location', ...ID_HEADERS];

/** Let pages of these origins call the API; pages, metrics and the reference are for nobody else's pages. */
export async function registerCors(app: App, origins: '*' | readonly string[]): Promise<void> {
	await app.register(cors, {
		delegator: (request, done) =>
			done(null, {
				origin: isShared(request.url ?? '') ? (origins === '*' ? '*' : [...origins]) : false,
				methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
				exposedHeaders: EXPOSED,
				maxAge: 600,
				strictPreflight: false,
			}),
	});
}

function isShared(url: string): boolean {
	const [path = ''] = url.split('?', 1);
	return SHARED.some((prefix) => path.startsWith(prefix)) && path.replace(/\/$/, '') !== OWN;
}
