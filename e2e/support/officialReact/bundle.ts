import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build as esbuild } from 'esbuild';
import { type Rolldown, build as vite } from 'vite';

/** Versions of the official React SDK, and the name that each has here. */
export const VERSIONS = {
	'1.1.1': '@videosdk.live/react-sdk',
	'0.13.5': 'videosdk-react-sdk-0.13',
	'0.8.2': 'videosdk-react-sdk-0.8',
} as const;

export type Version = keyof typeof VERSIONS;

const ENTRY = join(import.meta.dirname, 'main.jsx');
/** All that makes an app of VideoSDK one of Roomcast. */
const ALIAS = { '@videosdk.live/js-sdk': '@roomcast/client' };

/** The app on a version of the React SDK, as one module. */
export async function bundle(version: Version, bundler: 'esbuild' | 'vite'): Promise<string> {
	const installed = await versionOf(VERSIONS[version]);
	if (installed !== version) throw new Error(`${VERSIONS[version]} is ${installed}, not ${version}`);
	// Only the first one has its own name: apps have one version.
	const other = version === '1.1.1' ? {} : { '@videosdk.live/react-sdk': VERSIONS[version] };
	return bundler === 'esbuild' ? byEsbuild({ ...ALIAS, ...other }) : byVite({ ...ALIAS, ...other });
}

async function byEsbuild(alias: Record<string, string>): Promise<string> {
	const { outputFiles } = await esbuild({
		entryPoints: [ENTRY],
		bundle: true,
		write: false,
		format: 'esm',
		jsx: 'automatic',
		alias,
		logLevel: 'error',
		define: { 'process.env.NODE_ENV': '"development"' },
	});
	return outputFiles[0]?.text ?? '';
}

async function byVite(alias: Record<string, string>): Promise<string> {
	const built = (await vite({
		configFile: false,
		root: import.meta.dirname,
		logLevel: 'error',
		mode: 'development',
		resolve: { alias },
		build: {
			write: false,
			minify: false,
			rolldownOptions: { input: ENTRY, output: { format: 'es', codeSplitting: false } },
		},
	})) as Rolldown.RolldownOutput;
	const [chunk] = built.output;
	return chunk.code;
}

/** The version of an installed package. */
async function versionOf(name: string): Promise<string> {
	const entry = fileURLToPath(import.meta.resolve(name));
	return JSON.parse(await readFile(join(dirname(dirname(entry)), 'package.json'), 'utf8')).version;
}
