import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { runCommand } from './command.mjs';
import { isExecutable } from './machine.mjs';
import { npmEnvironment } from './npm-packages.mjs';
import { ROOT } from './paths.mjs';

const MAJOR = 24;
/** Where the npm package `node` puts its binary; node_modules/.bin/node is a link to it. */
const FROM_NPM = join(ROOT, 'node_modules/node/bin/node');

/**
 * The Node.js that runs TypeScript sources directly, as the server needs it.
 *
 * @returns {string} path of this process's own when it is new enough, else of the one from npm
 */
export function node24Path() {
	return isNewEnough() ? process.execPath : FROM_NPM;
}

const isNewEnough = () => Number.parseInt(process.versions.node, 10) >= MAJOR;

/** @type {import('./step.mjs').Step} */
export const node24 = {
	name: `Node.js ${MAJOR}`,
	needed: () => (isNewEnough() || isExecutable(FROM_NPM) ? undefined : 'installing it from npm'),
	async run({ root, env, log }) {
		// npm runs this script itself unless ignore-scripts is set.
		const script = [join(root, 'node_modules/node/installArchSpecificPackage.js')];
		await runCommand(process.execPath, script, {
			cwd: join(root, 'node_modules/node'),
			env: npmEnvironment(env, root),
			log,
		});
		const { stdout, error } = spawnSync(FROM_NPM, ['--version'], { encoding: 'utf8' });
		if (error || !stdout.startsWith(`v${MAJOR}.`))
			throw new Error(`${FROM_NPM} does not run: ${error?.message ?? stdout}`);
		return stdout.trim();
	},
	howTo: {
		debian: `
Install Node.js ${MAJOR} or newer on the machine: it is then used as it is.
Packages for every Debian: https://deb.nodesource.com`,
		linux: `
Install Node.js ${MAJOR} or newer on the machine, from your distribution or from https://nodejs.org: it is then used as it is.`,
		macos: `
brew install node                 (the machine's own Node.js is used when it is ${MAJOR} or newer)`,
	},
};
