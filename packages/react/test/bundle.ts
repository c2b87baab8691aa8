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
	const root = fileURLToPath(new URL('../../../', import.meta.url));
	const suffix = react === 18 ? '-18' : '';
	// Whatever folder the script is in.
	const packages = [
		{ find: /^(react|react-dom)($|\/)/, replacement: `${root}node_modules/$1${suffix}$2` },
		{ find: '@roomcast/client', replacement: `${root}packages/client/src/index.ts` },
		{ find: '@roomcast/react', replacement: `${root}packages/react/src/index.ts` },
	];
	const { output } = (await build({
		configFile: false,
		root: fileURLToPath(new URL('.', import.meta.url)),
		logLevel: 'error',
		define: { 'process.env.NODE_ENV': JSON.stringify(mode) },
		resolve: {
			conditions: ['roomcast-source', ...defaultClientConditions],
			alias: [...alias, ...packages],
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
