import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { debianVersions } from '../setup/debian-packages.mjs';
import { fingerprint } from '../setup/fingerprint.mjs';
import { isExecutable } from '../setup/machine.mjs';
import { onExit } from '../setup/on-exit.mjs';
import { ROOT } from '../setup/paths.mjs';
import { prebuiltName } from './prebuilt.mjs';
import { whyNotRunning } from './probe.mjs';
import { BUILD_PACKAGES } from './recipe.mjs';

const HERE = fileURLToPath(new URL('.', import.meta.url));
/** What decides the result of a build, in addition to mediasoup's sources and the packages. */
const RECIPE_FILES = ['recipe.mjs', 'patches.mjs', 'sources.mjs', 'unity.mjs', 'build.mjs', 'adapters', 'additions'];

/** The mediasoup version of this clone. Read where npm reads it: it is known before anything is installed. */
export function mediasoupVersion() {
	const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'packages/server/package.json'), 'utf8'));
	return /** @type {string} */ (dependencies.mediasoup);
}

/**
 * The cached worker of a build from sources: named after all it is made from, so that another compiler, another
 * library or a changed patch makes another one and no clone ever gets a binary that does not fit.
 *
 * @param {string} cache
 */
export function builtWorkerPath(cache) {
	const version = mediasoupVersion();
	const packages = [...debianVersions(BUILD_PACKAGES)].map(([name, installed]) => `${name} ${installed ?? 'absent'}`);
	const hash = fingerprint(HERE, RECIPE_FILES, [version, process.platform, process.arch, ...packages]);
	return join(cache, 'media-worker', `${version}-${hash.slice(0, 16)}`, 'mediasoup-worker');
}

/**
 * The cached worker of a download.
 *
 * @param {string} cache
 */
export function prebuiltWorkerPath(cache) {
	return join(
		cache,
		'media-worker',
		prebuiltName(mediasoupVersion()).replace(/^mediasoup-worker-/, ''),
		'mediasoup-worker',
	);
}

/**
 * @typedef {object} Worker
 * @property {string} path
 * @property {'given' | 'mediasoup' | 'prebuilt' | 'built'} origin ROOMCAST_MEDIA_WORKER_BIN; mediasoup's own
 *   installation in node_modules; the cache, downloaded; the cache, built here
 */

/**
 * The media worker to use, if there is one. Only looks: a broken one is found when it is made, or by the doctor.
 *
 * @param {string} cache
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Worker | undefined}
 */
export function findMediaWorker(cache, env = process.env) {
	if (env.ROOMCAST_MEDIA_WORKER_BIN) return { path: env.ROOMCAST_MEDIA_WORKER_BIN, origin: 'given' };
	const own = join(ROOT, 'node_modules/mediasoup/worker/out/Release/mediasoup-worker');
	if (isExecutable(own)) return { path: own, origin: 'mediasoup' };
	// Ours has what the prebuilt one has not: see patches.mjs.
	const built = builtWorkerPath(cache);
	if (isExecutable(built)) return { path: built, origin: 'built' };
	const prebuilt = prebuiltWorkerPath(cache);
	if (isExecutable(prebuilt)) return { path: prebuilt, origin: 'prebuilt' };
	return undefined;
}

/**
 * Puts a worker into the cache in one step: others see it whole or not at all, and only if it runs here.
 *
 * @param {string} path where it belongs
 * @param {(out: string) => Promise<string | undefined>} make writes the binary to `out`, or answers why it cannot
 * @returns {Promise<string | undefined>} why there is none, or undefined when it is in place
 */
export async function cacheWorker(path, make) {
	const folder = join(path, '..');
	mkdirSync(folder, { recursive: true });
	const temporary = join(folder, `.new-${process.pid}`);
	const removeTemporary = onExit(() => rmSync(temporary, { force: true }));
	try {
		const reason = await make(temporary);
		if (reason) return reason;
		chmodSync(temporary, 0o755);
		const broken = whyNotRunning(temporary);
		if (broken) return `it does not run on this machine: ${broken}`;
		renameSync(temporary, path);
		return undefined;
	} finally {
		removeTemporary();
	}
}
