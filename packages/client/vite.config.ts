import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { leanContract } from './build/leanContract.ts';

/** Builds the SDK into one ES module with everything in it. */
export default defineConfig({
	root: fileURLToPath(new URL('.', import.meta.url)),
	logLevel: 'warn',
	plugins: leanContract,
	resolve: { conditions: ['roomcast-source'] },
	build: {
		target: 'es2022',
		sourcemap: true,
		rolldownOptions: {
			output: { minify: true },
			// Making a schema does nothing else: those of REST that no message of signalling needs are left out.
			treeshake: { manualPureFunctions: ['Type'] },
		},
		// The type declarations are beside it and come from another step.
		emptyOutDir: false,
		lib: { entry: 'src/index.ts', formats: ['es'], fileName: () => 'roomcast-client.js' },
	},
});
