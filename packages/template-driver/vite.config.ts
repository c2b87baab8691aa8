import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/** Builds the driver into one script, which the server hands to the browser by itself. */
export default defineConfig({
	root: fileURLToPath(new URL('.', import.meta.url)),
	logLevel: 'warn',
	build: {
		target: 'es2022',
		rolldownOptions: { output: { minify: true } },
		lib: { entry: 'src/main.ts', formats: ['iife'], name: 'roomcastDriver', fileName: () => 'driver.js' },
	},
});
