import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';
import { leanContract } from '../client/build/leanContract.ts';
import { sizeLimit } from './build/sizeLimit.ts';

/** Where `npx vite` finds a running Roomcast while the page itself is served with hot reload. */
const server = process.env.ROOMCAST_URL ?? 'http://localhost:8080';

export default defineConfig({
	// Relative to the `<base>` that the server puts into the page.
	base: './',
	plugins: [...leanContract, react(), tailwindcss(), sizeLimit(120_000)],
	// The SDK is bundled from its source: one build, no order between packages.
	resolve: { conditions: ['roomcast-source', ...defaultClientConditions] },
	build: { outDir: 'dist', emptyOutDir: true, target: 'es2022', assetsDir: 'assets', chunkSizeWarningLimit: 1000 },
	server: {
		proxy: {
			'/v2': server,
			'/dev/token': server,
			'/signalling': { target: server, ws: true },
		},
	},
});
