import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprint } from './fingerprint.mjs';

/** In the folder of a build: its sources, and its files. */
const STAMP = '.built-from';

/**
 * What is built, in the order of building, each with the files and folders whose change makes it stale, and whether servers
 * hand it out, compressed.
 *
 * @typedef {{ name: string, folder: string, sources: string[], served?: 'page' | 'sdk' }} Bundle
 * @type {Bundle[]}
 */
export const BUNDLES = [
	{
		name: 'browser SDK',
		folder: 'packages/client',
		sources: ['packages/client', 'packages/contract'],
		served: 'sdk',
	},
	{
		name: 'meeting page',
		folder: 'packages/meet',
		sources: ['packages/meet', 'packages/client', 'packages/picture', 'packages/contract'],
		served: 'page',
	},
	{
		name: 'viewer page',
		folder: 'packages/watch',
		sources: ['packages/watch', 'packages/picture', 'packages/meet/build'],
		served: 'page',
	},
	{ name: 'driver of template pages', folder: 'packages/template-driver', sources: ['packages/template-driver'] },
	{
		name: 'server',
		folder: 'packages/cli',
		sources: ['packages/cli', 'packages/server/src', 'packages/picture', 'packages/contract'],
	},
	{
		name: 'composer',
		folder: 'packages/composer',
		sources: ['packages/composer/src', 'packages/composer/vite.config.ts', 'packages/picture', 'packages/contract'],
	},
];

/**
 * Whether a bundle is there, whole, and built from the sources as they are.
 *
 * @param {string} root
 * @param {Bundle} bundle
 */
export function isFresh(root, bundle) {
	try {
		const dist = join(root, bundle.folder, 'dist');
		return readFileSync(join(dist, STAMP), 'utf8') === stampOf(sourcesOf(root, bundle), dist);
	} catch {
		return false;
	}
}

/**
 * Whether what Node.js runs is built from the sources as they are: the server and its composers.
 *
 * @param {string} root
 */
export function areProgramsFresh(root) {
	return BUNDLES.filter(({ name }) => name === 'server' || name === 'composer').every((bundle) =>
		isFresh(root, bundle),
	);
}

/**
 * Builds one, and remembers from what.
 *
 * @param {string} root
 * @param {Bundle} bundle
 * @param {() => void} build
 */
export function makeFresh(root, bundle, build) {
	const dist = join(root, bundle.folder, 'dist');
	rmSync(join(dist, STAMP), { force: true });
	// Taken before the build: what changes during it makes the result stale.
	const sources = sourcesOf(root, bundle);
	build();
	mkdirSync(dist, { recursive: true });
	writeFileSync(join(dist, STAMP), stampOf(sources, dist));
}

/**
 * @param {string} sources what it is built from
 * @param {string} dist folder of what was built
 */
function stampOf(sources, dist) {
	const names = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((name) => name !== STAMP);
	const files = names.sort().map((name) => {
		const stat = statSync(join(dist, name));
		return stat.isFile() ? `${name} ${stat.size}` : name;
	});
	return [sources, ...files, ''].join('\n');
}

/**
 * @param {string} root
 * @param {Bundle} bundle
 */
function sourcesOf(root, { sources }) {
	return fingerprint(root, [
		...sources,
		'package-lock.json',
		'tsconfig.base.json',
		'scripts/build.mjs',
		'scripts/build',
	]);
}
