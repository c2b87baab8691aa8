import { existsSync } from 'node:fs';
import { join } from 'node:path';
import staticFiles from '@fastify/static';
import type { FastifyReply } from 'fastify';
import type { App } from './App.ts';
import { builtFiles } from './builtFiles.ts';

/** What is served in the place of a page that is not there. */
export const NOT_BUILT = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Roomcast</title>
<style>body { font: 16px/1.5 system-ui, sans-serif; max-width: 36rem; margin: 4rem auto; padding: 0 1rem }</style>
<h1>The pages are not built</h1>
<p>The server runs, but the meeting page is missing. Build it with <code>npm run build</code>, then load this page again.</p>
<p>The API is there: <a href="/docs">API reference</a>.</p></html>
`;

/** `ws` origin of a page's own host, for browsers whose `'self'` does not cover WebSockets. */
function contentSecurityPolicy(publicUrl: string, frameAncestors: string): string {
	return [
		"default-src 'self'",
		"script-src 'self' 'wasm-unsafe-eval'",
		"style-src 'self' 'unsafe-inline'",
		// Logos of `brandLogoURL` come from anywhere.
		"img-src 'self' https: data: blob:",
		"media-src 'self' blob: mediastream:",
		"font-src 'self' data:",
		`connect-src 'self' ${publicUrl.replace(/^http/, 'ws').split('/').slice(0, 3).join('/')}`,
		"worker-src 'self' blob:",
		"object-src 'none'",
		"base-uri 'self'",
		"form-action 'self'",
		`frame-ancestors ${frameAncestors}`,
	].join('; ');
}

/** The prebuilt meeting page: `/` to start or join a call, `/meet/{roomId}` for the call itself. */
export async function registerPages(
	app: App,
	folder: string,
	{ publicUrl, frameAncestors }: { publicUrl(): string; frameAncestors: string },
): Promise<void> {
	await app.register(staticFiles, {
		...builtFiles(folder),
	});

	const page = async (_request: unknown, reply: FastifyReply) => {
		if (!existsSync(join(folder, 'index.html')))
			return reply.code(503).type('text/html; charset=utf-8').send(NOT_BUILT);
		return (
			reply
				.header('content-security-policy', contentSecurityPolicy(publicUrl(), frameAncestors))
				// The address may hold a token: no other site shall see it.
				.header('referrer-policy', 'no-referrer')
				.sendFile('index.html')
		);
	};
	for (const url of ['/', '/meet', '/meet/:roomId']) app.get(url, { schema: { hide: true } }, page);
}
