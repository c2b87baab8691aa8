// Serves the meeting page from its sources with hot reload, in front of a running server: what is not the page goes to
// the server. Run by scripts/dev.mjs with Node.js 24.
import { join } from 'node:path';
import { createServer } from 'vite';
import { ROOT } from '../setup/paths.mjs';

const [port = '8080', server = ''] = process.argv.slice(2);
// The page's own configuration asks for the server's address here.
process.env.ROOMCAST_URL = server;
const to = { target: server, ws: true, changeOrigin: false };

const vite = await createServer({
	root: join(ROOT, 'packages/meet'),
	configFile: join(ROOT, 'packages/meet/vite.config.ts'),
	clearScreen: false,
	server: {
		host: process.env.ROOMCAST_HOST || 'localhost',
		port: Number(port),
		strictPort: true,
		// Added to the routes of the page's own configuration.
		proxy: Object.fromEntries(
			[
				'/v2',
				'/signalling',
				'/dev/',
				'/docs',
				'/sdk',
				'/watch',
				'/hls',
				'/files',
				'/healthz',
				'/readyz',
				'/metrics',
			].map((path) => [path, to]),
		),
	},
});
await vite.listen();
