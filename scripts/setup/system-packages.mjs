import { findMediaWorker } from '../media-worker/cache.mjs';
import { BUILD_PACKAGES } from '../media-worker/recipe.mjs';
import { aptInstall, canUseApt } from './apt.mjs';
import { debianVersions } from './debian-packages.mjs';
import { machineKind } from './machine.mjs';
import { missingTestTools, packagedTestTools } from './test-tools.mjs';

/**
 * Everything that comes from the system's packages, in one installation: the compiler and libraries when the media
 * worker has to be built, and the programs the tests use. What is there already, from wherever, is not installed.
 *
 * @type {import('./step.mjs').Step}
 */
export const systemPackages = {
	name: 'System packages',
	needed(context) {
		const missing = missingPackages(context);
		return missing.length > 0 ? `installing ${missing.join(', ')}` : undefined;
	},
	async run(context, { note, paused }) {
		const missing = missingPackages(context);
		if (machineKind() !== 'debian') throw new Error(`missing: ${missingTools().join(', ')}`);
		if (!canUseApt()) throw new Error(`installing ${missing.join(', ')} needs root or sudo`);
		await aptInstall(missing, { log: context.log, note, paused });
		const still = missingPackages(context);
		if (still.length > 0) throw new Error(`installed, but not found: ${still.join(', ')}`);
		return missing.join(', ');
	},
	howTo: {
		debian: `
As root (those of the last line are only needed by npm test):
apt-get install --no-install-recommends ${BUILD_PACKAGES.join(' ')} \\
    ${packagedTestTools()
			.map(({ debian }) => debian)
			.join(' ')}`,
		linux: `
For the tests, install Chromium, the PostgreSQL server, NATS, coturn and ffmpeg:
Fedora: dnf install chromium postgresql-server coturn ffmpeg-free; for NATS, put nats-server in PATH
Arch:   pacman -S chromium postgresql nats-server coturn ffmpeg
Programs in PATH are found wherever they come from.`,
		macos: `
For the tests:
brew install postgresql@17 nats-server coturn ffmpeg && brew install --cask google-chrome`,
	},
};

/** @param {import('./step.mjs').Context} context */
function missingPackages({ cache, env, tests }) {
	const missing = tests ? missingTestTools().map((tool) => tool.debian) : [];
	// Elsewhere the worker is not built: see media-worker-build.mjs.
	if (machineKind() === 'debian' && !findMediaWorker(cache, env)) {
		for (const [name, version] of debianVersions(BUILD_PACKAGES)) if (!version) missing.push(name);
	}
	return missing;
}

const missingTools = () => missingTestTools().map(({ name, why }) => `${name} (for ${why})`);
