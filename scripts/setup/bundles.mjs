import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fingerprint } from './fingerprint.mjs';

const STAMP = 'dist/.built-from';

/**
 * What is built, in the order of building, each with the files and folders whose change makes it stale.
 *
 * @typedef {{ name: string, folder: string, sources: string[] }} Bundle
 * @type {Bundle[]}
 */
export const BUNDLES = [
	{ name: 'browser SDK', folder: 'packages/client', sources: ['packages/client', 'packages/contract'] },
	{
		name: 'meeting page',
		folder: 'packages/meet',
		sources: ['packages/meet', 'packages/client', 'packages/contract'],
	},
	{ name: 'page of viewers', folder: 'packages/watch', sources: ['packages/watch', 'packages/meet/build'] },
	{ name: 'driver of template pages', folder: 'packages/template-driver', sources: ['packages/template-driver'] },
	{
		name: 'server',
		folder: 'packages/cli',
		sources: ['packages/cli', 'packages/server/src', 'packages/contract'],
	},
	{
		name: 'composer',
		folder: 'packages/composer',
		sources: ['packages/composer/src', 'packages/composer/vite.config.ts', 'packages/contract'],
	},
];

/**
 * Whether a bundle is there and built from the sources as they are.
 *
 * @param {string} root
 * @param {Bundle} bundle
 */
export function isFresh(root, bundle) {
	try {
		return readFileSync(join(root, bundle.folder, STAMP), 'utf8') === sourcesOf(root, bundle);
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
	const stamp = join(root, bundle.folder, STAMP);
	rmSync(stamp, { force: true });
	// Taken before the build: what changes during it makes the result stale.
	const built = sourcesOf(root, bundle);
	build();
	mkdirSync(dirname(stamp), { recursive: true });
	writeFileSync(stamp, built);
}

/**
 * @param {string} root
 * @param {Bundle} bundle
 */
function sourcesOf(root, { sources }) {
	return fingerprint(root, [...sources, 'package-lock.json', 'tsconfig.base.json', 'scripts/build.mjs']);
}
