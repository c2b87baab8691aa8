import staticFiles from '@fastify/static';
import type { App } from './App.ts';
import { builtFiles } from './builtFiles.ts';
import { builtPage } from './builtPage.ts';

/** Media of ended streams may be in a bucket anywhere. */
const CONTENT_SECURITY_POLICY = [
	"default-src 'self'",
	"script-src 'self'",
	"style-src 'self' 'unsafe-inline'",
	"img-src 'self' data: blob:",
	"media-src 'self' blob: http: https:",
	"font-src 'self' data:",
	"connect-src 'self' http: https:",
	"worker-src 'self' blob:",
	"object-src 'none'",
	"base-uri 'self'",
	"form-action 'none'",
].join('; ');

/** The viewer page: `/watch/{roomId}` for what is on in a room, `/watch/hls/{id}` for one stream. */
export async function registerWatchPage(
	app: App,
	folder: string,
	{ frameAncestors }: { frameAncestors: string },
): Promise<void> {
	await app.register(staticFiles, {
		...builtFiles(folder),
		prefix: '/watch/static/',
		decorateReply: false,
	});
	const page = builtPage({
		folder,
		files: 'watch/static/',
		contentSecurityPolicy: () => `${CONTENT_SECURITY_POLICY}; frame-ancestors ${frameAncestors}`,
	});
	for (const url of ['/watch/:roomId', '/watch/hls/:id']) app.get(url, page);
}
