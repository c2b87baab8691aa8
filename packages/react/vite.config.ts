import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/** Builds the hooks and components as an ES module and for CommonJS; React and the SDK are the app's. */
export default defineConfig({
	root: fileURLToPath(new URL('.', import.meta.url)),
	logLevel: 'warn',
	// Whatever NODE_ENV is: apps that are not in development have no runtime for that.
	oxc: { jsx: { runtime: 'automatic', development: false } },
	build: {
		target: 'es2022',
		sourcemap: true,
		minify: false,
		// The type declarations are beside it and come from another step.
		emptyOutDir: false,
		rolldownOptions: {
			external: [/^react($|\/)/, '@roomcast/client'],
			// Servers that render components in two places run these in the browser.
			output: { banner: "'use client';" },
		},
		lib: {
			entry: 'src/index.ts',
			formats: ['es', 'cjs'],
			fileName: (format) => `roomcast-react.${format === 'es' ? 'js' : 'cjs'}`,
		},
	},
});
