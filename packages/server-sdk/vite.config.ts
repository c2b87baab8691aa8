import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/** Builds the SDK as an ES module and for CommonJS; it needs no package. */
export default defineConfig({
	root: fileURLToPath(new URL('.', import.meta.url)),
	logLevel: 'warn',
	build: {
		target: 'es2022',
		minify: false,
		// The type declarations are beside it and come from another step.
		emptyOutDir: false,
		lib: { entry: 'src/index.ts', formats: ['es', 'cjs'], fileName: 'roomcast-server-sdk' },
	},
});
