import staticFiles from '@fastify/static';
import type { App } from './App.ts';
import { builtFiles } from './builtFiles.ts';
import { builtPage } from './builtPage.ts';

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

	const page = builtPage({
		folder,
		files: '',
		contentSecurityPolicy: () => contentSecurityPolicy(publicUrl(), frameAncestors),
	});
	for (const url of ['/', '/meet', '/meet/:roomId']) app.get(url, page);
}
