// Serves the meeting page and the viewer page from their sources with hot reload, in front of a running server: what
// is no page goes to the server. Run by scripts/dev.mjs with Node.js 24.
import { join } from 'node:path';
import { createServer } from 'vite';
import { freePort } from '../free-port.mjs';
import { ROOT } from '../setup/paths.mjs';

const LOOPBACK = '127.0.0.1';

const [port = '8080', server = ''] = process.argv.slice(2);
// The pages' own configurations ask for the server's address here.
process.env.ROOMCAST_URL = server;
const to = { target: server, ws: true, changeOrigin: false };

// Behind the other one, which forwards requests; only change events go straight to the browser.
const viewersPort = await freePort();
await serve('watch', {
	host: LOOPBACK,
	port: viewersPort,
	ws: { host: LOOPBACK, clientPort: viewersPort },
});
const viewers = { target: `http://${LOOPBACK}:${viewersPort}`, changeOrigin: false };

await serve('meet', {
	host: process.env.ROOMCAST_HOST || 'localhost',
	port: Number(port),
	// Added to the routes of the page's own configuration.
	proxy: {
		...Object.fromEntries(
			[
				'/v2',
				'/signalling',
				'/dev/',
				'/docs',
				'/sdk',
				'/watch/state',
				'/hls',
				'/files',
				'/healthz',
				'/readyz',
				'/metrics',
			].map((path) => [path, to]),
		),
		'/watch/static': viewers,
		// Serves one page.
		'^/watch/(?!state|static)': { ...viewers, rewrite: () => '/watch/static/index.html' },
	},
});

/**
 * @param {string} name folder of the page in `packages`
 * @param {import('vite').ServerOptions} server
 */
async function serve(name, server) {
	const vite = await createServer({
		root: join(ROOT, 'packages', name),
		configFile: join(ROOT, 'packages', name, 'vite.config.ts'),
		clearScreen: false,
		server: { ...server, strictPort: true },
	});
	await vite.listen();
}
