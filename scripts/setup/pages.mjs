import { join } from 'node:path';
import { BUNDLES, isFresh } from './bundles.mjs';
import { runCommand } from './command.mjs';
import { node24Path } from './node24.mjs';

/**
 * What is built from the sources: the browser SDK, the pages, the server and its composers.
 *
 * @type {import('./step.mjs').Step}
 */
export const pages = {
	name: 'Programs and pages',
	needed({ root, pages }) {
		if (!pages) return undefined;
		const stale = BUNDLES.filter((bundle) => !isFresh(root, bundle));
		return stale.length > 0 ? `building ${stale.map(({ name }) => name).join(', ')}` : undefined;
	},
	async run({ root, log }, { note }) {
		const stale = BUNDLES.filter((bundle) => !isFresh(root, bundle));
		for (const bundle of stale) {
			note(`building ${bundle.name}`);
			await runCommand(node24Path(), [join(root, 'scripts/build.mjs'), bundle.folder], { cwd: root, log });
		}
		return stale.map(({ name }) => name).join(', ');
	},
	howTo: {
		debian: `
The sources do not build: see the messages above. If you changed them, run npm run check to see more.
With unchanged sources: git status, then git checkout packages, and run the same command again.`,
		get linux() {
			return this.debian;
		},
		get macos() {
			return this.debian;
		},
	},
};
