import { defineConfig } from 'vite';
import { sizeLimit } from '../meet/build/sizeLimit.ts';

/** Where `npx vite` finds a running Roomcast while the page itself is served with hot reload. */
const server = process.env.ROOMCAST_URL ?? 'http://localhost:8080';

export default defineConfig(({ command }) => ({
	// Beside the meeting page, whose assets are at `/assets/`; what is built, relative to the `<base>` of the page.
	base: command === 'build' ? './' : '/watch/static/',
	// The player comes when there is something to play.
	plugins: [sizeLimit(40_000)],
	build: { outDir: 'dist', emptyOutDir: true, target: 'es2022', assetsDir: 'assets', chunkSizeWarningLimit: 1000 },
	server: { proxy: { '/hls': server, '/files': server, '/watch/state': server } },
}));
