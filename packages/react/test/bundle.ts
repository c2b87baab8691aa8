import { fileURLToPath } from 'node:url';
import { type Alias, build, defaultClientConditions, type Rolldown } from 'vite';

/** Versions of React that the hooks and components work with. */
export type ReactVersion = 18 | 19;

export interface BundleOptions {
	readonly react: ReactVersion;
	/** What React does: `development` when not given, with the checks of strict mode. */
	readonly mode?: 'development' | 'production';
	/** Instead of the packages that files name. */
	readonly alias?: readonly Alias[];
	/** For Node.js instead of pages. */
	readonly server?: boolean;
}

/**
 * Bundles a script and all that it imports, from the sources of the packages, as an app does.
 *
 * @param entry its path
 * @returns one ES module
 */
export async function bundle(entry: string, options: BundleOptions): Promise<string> {
	const { react, mode = 'development', alias = [], server = false } = options;
	const old = [
		{ find: /^react($|\/)/, replacement: 'react-18$1' },
		{ find: /^react-dom($|\/)/, replacement: 'react-dom-18$1' },
	];
	const { output } = (await build({
		configFile: false,
		root: fileURLToPath(new URL('.', import.meta.url)),
		logLevel: 'error',
		define: { 'process.env.NODE_ENV': JSON.stringify(mode) },
		resolve: {
			conditions: ['roomcast-source', ...defaultClientConditions],
			alias: [...alias, ...(react === 18 ? old : [])],
		},
		...(server
			? { ssr: { noExternal: true, resolve: { conditions: ['roomcast-source', 'module', 'node', 'import'] } } }
			: {}),
		build: {
			write: false,
			minify: false,
			target: 'es2022',
			...(server ? { ssr: entry } : {}),
			rolldownOptions: { input: entry, output: { codeSplitting: false } },
		},
	})) as Rolldown.RolldownOutput;
	const [chunk] = output.filter((file) => file.type === 'chunk');
	if (!chunk) throw new Error(`${entry} became no script`);
	return chunk.code;
}
