import { fileURLToPath } from 'node:url';
import { defineConfig, type Rolldown } from 'vite';
import { leanContract } from './build/leanContract.ts';
import { neededByCalls } from './build/neededByCalls.ts';
import { UMD_END, UMD_START } from './build/umd.ts';
import { withoutEncoder } from './build/withoutEncoder.ts';
import { withoutFakes } from './build/withoutFakes.ts';

/** For apps with a build step, and for pages with `<script type="module">`: what a call rarely needs loads when it is used. */
const module: Rolldown.OutputOptions = {
	format: 'es',
	minify: true,
	entryFileNames: 'roomcast-client.js',
	chunkFileNames: 'roomcast-client.[name]-[hash:12].js',
	hashCharacters: 'hex',
	// What a call needs stays together: in several files it weighs more.
	codeSplitting: { groups: [{ name: (id, modules) => (neededByCalls(id, modules) ? 'call' : null) }] },
};

/** For `<script>` and `require`: everything in one file. */
const script: Rolldown.OutputOptions = {
	format: 'cjs',
	minify: true,
	exports: 'named',
	esModule: true,
	codeSplitting: false,
	entryFileNames: 'roomcast-client.umd.cjs',
	postBanner: UMD_START,
	postFooter: UMD_END,
};

/** Builds the SDK with everything in it: as ES modules, and as one script. */
export default defineConfig({
	root: fileURLToPath(new URL('.', import.meta.url)),
	logLevel: 'warn',
	plugins: [...leanContract, withoutEncoder, withoutFakes],
	resolve: { conditions: ['roomcast-source'] },
	build: {
		target: 'es2022',
		// The packages inside ask that their licences come along.
		license: { fileName: 'LICENSES.md' },
		// Beside the files, for whoever looks for a fault; no file names them, so that they need not be handed out.
		sourcemap: 'hidden',
		rolldownOptions: {
			output: [module, script],
			// Making a schema does nothing else: those of REST that no message of signalling needs are left out.
			// So does reading the properties of another.
			treeshake: { manualPureFunctions: ['Type'], propertyReadSideEffects: false },
		},
		lib: { entry: 'src/index.ts' },
	},
});
