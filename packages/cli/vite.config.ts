import { fileURLToPath } from 'node:url';
import { defaultServerConditions, defineConfig } from 'vite';

/**
 * Builds the command with the server in it, and the thread of SQLite, into files with everything that they need: to
 * find, read and strip a thousand modules took longer than all else that a start does.
 */
export default defineConfig({
	root: fileURLToPath(new URL('.', import.meta.url)),
	logLevel: 'warn',
	// Node.js has no condition `module`, for which some packages have builds that it cannot load.
	resolve: { conditions: defaultServerConditions.filter((condition) => condition !== 'module') },
	ssr: {
		noExternal: true,
		// Looks for files of its own, or is not installed.
		external: ['pino', 'pino-pretty', 'pg-native', '@scalar/fastify-api-reference'],
	},
	build: {
		target: 'node24',
		ssr: true,
		rolldownOptions: {
			input: {
				roomcast: 'src/run.ts',
				sqlite: fileURLToPath(new URL('../server/src/db/sqlite/worker.ts', import.meta.url)),
			},
			output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
		},
	},
});
