import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runCommand } from './command.mjs';
import { fingerprint } from './fingerprint.mjs';
import { node24Path } from './node24.mjs';

const STAMP = 'dist/.built-from';

/**
 * What is built for browsers, in the order of building, each with the folders whose change makes it stale.
 *
 * @typedef {{ name: string, folder: string, sources: string[] }} Bundle
 * @type {Bundle[]}
 */
const BUNDLES = [
	{ name: 'browser SDK', folder: 'packages/client', sources: ['packages/client', 'packages/contract'] },
	{
		name: 'meeting page',
		folder: 'packages/meet',
		sources: ['packages/meet', 'packages/client', 'packages/contract'],
	},
	{ name: 'page of viewers', folder: 'packages/watch', sources: ['packages/watch', 'packages/meet/build'] },
	{ name: 'driver of template pages', folder: 'packages/template-driver', sources: ['packages/template-driver'] },
];

/**
 * The browser SDK and the pages, built from their sources.
 *
 * @type {import('./step.mjs').Step}
 */
export const pages = {
	name: 'Pages',
	needed({ root, pages }) {
		if (!pages) return undefined;
		const stale = BUNDLES.filter((bundle) => !isFresh(root, bundle));
		return stale.length > 0 ? `building ${stale.map(({ name }) => name).join(', ')}` : undefined;
	},
	async run({ root, log }, { note }) {
		const stale = BUNDLES.filter((bundle) => !isFresh(root, bundle));
		for (const bundle of stale) {
			note(`building ${bundle.name}`);
			const stamp = join(root, bundle.folder, STAMP);
			rmSync(stamp, { force: true });
			// Taken before the build: what changes during it makes the result stale.
			const built = sourcesOf(root, bundle);
			await runCommand(node24Path(), [join(root, 'scripts/build.mjs'), bundle.folder], { cwd: root, log });
			mkdirSync(dirname(stamp), { recursive: true });
			writeFileSync(stamp, built);
		}
		return stale.map(({ name }) => name).join(', ');
	},
	howTo: {
		debian: `
The sources of the pages do not build: see the messages above. After a change of yours, npm run check tells more.
With unchanged sources: git status, then git checkout packages, and run the same command again.`,
		get linux() {
			return this.debian;
		},
		get macos() {
			return this.debian;
		},
	},
};

/**
 * @param {string} root
 * @param {Bundle} bundle
 */
function isFresh(root, bundle) {
	try {
		return readFileSync(join(root, bundle.folder, STAMP), 'utf8') === sourcesOf(root, bundle);
	} catch {
		return false;
	}
}

/**
 * @param {string} root
 * @param {Bundle} bundle
 */
function sourcesOf(root, { sources }) {
	return fingerprint(root, [...sources, 'package-lock.json', 'tsconfig.base.json', 'scripts/build.mjs']);
}
