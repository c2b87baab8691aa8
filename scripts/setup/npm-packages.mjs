import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runCommand } from './command.mjs';

/**
 * @typedef {{ version?: string, integrity?: string, link?: boolean, optional?: boolean }} LockEntry
 * @typedef {{ packages: Record<string, LockEntry> }} LockFile
 */

/**
 * The packages of all workspaces, exactly as the lock file says.
 *
 * @type {import('./step.mjs').Step}
 */
export const npmPackages = {
	name: 'npm packages',
	needed: ({ root }) => whatDiffers(root),
	async run({ root, log, env }) {
		const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--foreground-scripts', '--loglevel=error'];
		await runCommand('npm', args, { cwd: root, log, env: npmEnvironment(env, root) });
		const differs = whatDiffers(root);
		if (differs) throw new Error(`npm ci succeeded, but: ${differs}`);
		return `${Object.keys(readLockFile(join(root, 'node_modules/.package-lock.json'))?.packages ?? {}).length} installed`;
	},
	howTo: {
		debian: `
Is the npm registry reachable? Try: npm ping
Behind a proxy: npm config set proxy http://… && npm config set https-proxy http://…
When package-lock.json does not fit a package.json that you changed: npm install
Then run the same command again: it continues where it stopped.`,
		get linux() {
			return this.debian;
		},
		get macos() {
			return this.debian;
		},
	},
};

/**
 * The environment for npm: without this clone's own commands in PATH, because `npm ci` removes node_modules first, and
 * with it a Node.js that npm runs on. And MEDIASOUP_WORKER_BIN keeps mediasoup's install script from downloading or
 * building a worker, which is this setup's job: npm 11 does not run that script anyway (allowScripts in package.json),
 * older ones would, and fail where it cannot download.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {string} root
 * @returns {NodeJS.ProcessEnv}
 */
export function npmEnvironment(env, root) {
	const own = join(root, 'node_modules');
	const path = (env.PATH ?? '').split(delimiter).filter((folder) => !folder.startsWith(own));
	return { ...env, PATH: path.join(delimiter), MEDIASOUP_WORKER_BIN: 'installed by Roomcast' };
}

/**
 * How node_modules differs from package-lock.json. npm writes its list of what it installed as the last thing it does,
 * so an installation that was interrupted has none; folders that were removed by hand are noticed too.
 *
 * @param {string} root
 * @returns {string | undefined} undefined when it does not
 */
export function whatDiffers(root) {
	const wanted = readLockFile(join(root, 'package-lock.json'));
	if (!wanted)
		throw new Error(`${join(root, 'package-lock.json')} is missing or damaged: git checkout package-lock.json`);
	const installed = readLockFile(join(root, 'node_modules/.package-lock.json'));
	if (!installed) return 'installing what package-lock.json lists';
	for (const [path, { version, integrity, link, optional }] of Object.entries(wanted.packages)) {
		if (!path.includes('node_modules/')) continue;
		const there = installed.packages[path];
		// Optional packages are mostly builds for other systems than this one.
		if (!there && optional) continue;
		if (!there || there.version !== version || there.integrity !== integrity) {
			return `installing what package-lock.json lists, ${path} ${there ? 'is another version' : 'is missing'}`;
		}
		if (!existsSync(join(root, path, link ? '' : 'package.json'))) return `installing again, ${path} is gone`;
	}
	return undefined;
}

/**
 * @param {string} path
 * @returns {LockFile | undefined}
 */
function readLockFile(path) {
	try {
		const lock = JSON.parse(readFileSync(path, 'utf8'));
		return typeof lock?.packages === 'object' ? lock : undefined;
	} catch {
		return undefined;
	}
}
