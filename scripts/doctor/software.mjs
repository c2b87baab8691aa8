import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { canBuildMediaWorker, missingBuildPackages } from '../media-worker/buildable.mjs';
import { findMediaWorker } from '../media-worker/cache.mjs';
import { hasPatches, whyNotRunning } from '../media-worker/probe.mjs';
import { findCommand, isExecutable, machineKind } from '../setup/machine.mjs';
import { nodeAndNpm } from '../setup/node-and-npm.mjs';
import { node24, node24Path } from '../setup/node24.mjs';
import { npmPackages } from '../setup/npm-packages.mjs';
import { pages } from '../setup/pages.mjs';
import { findChromium, TEST_TOOLS } from '../setup/test-tools.mjs';

/** @typedef {import('./finding.mjs').Finding} Finding */

const UNPATCHED =
	'not built by this setup: there is no limit for TCP connections of strangers to the media ports (docs/media-worker.md)';
/** The version flags of programs that do not know `--version`. */
const VERSION_OPTIONS = new Map([
	['ffmpeg', '-version'],
	['nginx', '-v'],
	['ip', '-V'],
]);
const BY_ITSELF = 'npm start installs it';

/**
 * The programs and packages that a start and the tests use.
 *
 * @param {import('../setup/step.mjs').Context} context
 * @returns {Finding[]}
 */
export function softwareFindings(context) {
	return [
		nodeFinding(context),
		npmFinding(),
		stepFinding(context, npmPackages, 'as in package-lock.json'),
		node24Finding(context),
		mediaWorkerFinding(context),
		launcherFinding(),
		compilerFinding(context),
		stepFinding(context, pages, 'built from the current sources'),
		templateBrowserFinding(context),
		...TEST_TOOLS.map(testToolFinding),
	];
}

/**
 * @param {import('../setup/step.mjs').Context} context
 * @returns {Finding}
 */
function nodeFinding(context) {
	const found = `${process.version} at ${process.execPath}`;
	const bad = nodeAndNpm.needed(context)?.includes('Node.js');
	if (!bad) return { level: 'good', what: 'Node.js of the setup', found };
	return { level: 'bad', what: 'Node.js of the setup', found, hint: '20 or newer is required: docs/install.md' };
}

/** @returns {Finding} */
function npmFinding() {
	const path = findCommand('npm');
	if (path) return { level: 'good', what: 'npm', found: `${versionOf(path)} at ${path}` };
	return { level: 'bad', what: 'npm', found: 'not found in PATH', hint: 'docs/install.md says how to install it' };
}

/**
 * @param {import('../setup/step.mjs').Context} context
 * @returns {Finding}
 */
function node24Finding(context) {
	if (node24.needed(context))
		return { level: 'note', what: 'Node.js of the server', found: 'missing', hint: BY_ITSELF };
	const path = node24Path();
	return { level: 'good', what: 'Node.js of the server', found: `${versionOf(path)} at ${path}` };
}

/**
 * @param {import('../setup/step.mjs').Context} context
 * @returns {Finding}
 */
function mediaWorkerFinding({ cache, env }) {
	const what = 'media worker';
	const worker = findMediaWorker(cache, env);
	if (worker) {
		const origins = {
			given: 'ROOMCAST_MEDIA_WORKER_BIN',
			mediasoup: "mediasoup's own installation",
			prebuilt: "mediasoup's prebuilt one, in the cache",
			built: 'built here from the sources, in the cache',
		};
		const found = `${worker.path} (${origins[worker.origin]})`;
		const broken = whyNotRunning(worker.path);
		if (!broken && hasPatches(worker.path)) return { level: 'good', what, found };
		if (!broken) return { level: 'note', what, found, hint: UNPATCHED };
		const hint =
			worker.origin === 'given' ? 'unset that variable, or set it to a worker that runs' : `remove it, ${BY_ITSELF}`;
		return { level: 'bad', what, found: `${found} does not run: ${broken}`, hint };
	}
	if (canBuildMediaWorker())
		return { level: 'note', what, found: 'missing', hint: `${BY_ITSELF}: built in about a minute` };
	return {
		level: 'note',
		what,
		found: 'missing, and cannot be built on this machine',
		hint: 'npm start tries to download it; if that fails, see docs/media-worker.md',
	};
}

/** @returns {Finding} */
function launcherFinding() {
	const what = 'setsid for it';
	const path = findCommand('setsid');
	if (path) return { level: 'good', what, found: path };
	const hint = 'install util-linux: without it, Ctrl-C ends the media of running calls at once (not under npm start)';
	return { level: 'note', what, found: 'not found in PATH', hint };
}

/**
 * @param {import('../setup/step.mjs').Context} context
 * @returns {Finding}
 */
function compilerFinding({ cache, env }) {
	const what = 'compiler for it';
	if (findMediaWorker(cache, env)) return { level: 'good', what, found: 'not needed' };
	if (machineKind() !== 'debian') return { level: 'note', what, found: 'only used on Debian' };
	const missing = missingBuildPackages();
	if (missing.length === 0) return { level: 'good', what, found: 'complete' };
	return {
		level: 'note',
		what,
		found: `missing: ${missing.join(', ')}`,
		hint: 'npm start installs them if needed',
	};
}

/**
 * @param {import('../setup/step.mjs').Context} context
 * @param {import('../setup/step.mjs').Step} step
 * @param {string} found what is said when it is done
 * @returns {Finding}
 */
function stepFinding(context, step, found) {
	const what = step.name.toLowerCase();
	const needed = step.needed(context);
	return needed
		? { level: 'note', what, found: `not yet: ${needed}`, hint: BY_ITSELF }
		: { level: 'good', what, found };
}

/**
 * @param {import('../setup/step.mjs').Context} context
 * @returns {Finding}
 */
export function templateBrowserFinding({ env }) {
	const what = 'browser of templates';
	const named = env.ROOMCAST_CHROMIUM;
	if (named) {
		if (isExecutable(named))
			return { level: 'good', what, found: `${versionOf(named)} at ${named} (ROOMCAST_CHROMIUM)` };
		const hint = 'the server refuses templateUrl: set ROOMCAST_CHROMIUM to Chromium, or unset it';
		return { level: 'note', what, found: `${named} (ROOMCAST_CHROMIUM) is not a program`, hint };
	}
	const path = findChromium();
	if (path) return { level: 'good', what, found: `${versionOf(path)} at ${path}` };
	const hint = 'install Chromium, or name one with ROOMCAST_CHROMIUM: docs/templates.md';
	return { level: 'note', what, found: 'missing, only needed for templateUrl', hint };
}

/**
 * @param {import('../setup/test-tools.mjs').Tool} tool
 * @returns {Finding}
 */
function testToolFinding({ name, find, why, debian, packaged }) {
	const path = find();
	if (path && existsSync(path)) return { level: 'good', what: name, found: `${versionOf(path)} at ${path}` };
	const hint =
		machineKind() === 'debian' && (packaged?.() ?? true)
			? `npm test installs it, or: apt-get install ${debian}`
			: 'docs/install.md says how to install it';
	return { level: 'note', what: name, found: `missing, only needed for ${why}`, hint };
}

/** @param {string} path */
function versionOf(path) {
	// nginx answers on stderr.
	const { stdout, stderr } = spawnSync(path, [VERSION_OPTIONS.get(basename(path)) ?? '--version'], {
		encoding: 'utf8',
		timeout: 10_000,
	});
	return `${stdout}${stderr}`.match(/\d+(\.\d+)+/)?.[0] ?? 'unknown version';
}
