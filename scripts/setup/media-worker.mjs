import { join } from 'node:path';
import { buildMediaWorker } from '../media-worker/build.mjs';
import { canBuildMediaWorker } from '../media-worker/buildable.mjs';
import {
	builtWorkerPath,
	cacheWorker,
	findMediaWorker,
	mediasoupVersion,
	prebuiltWorkerPath,
} from '../media-worker/cache.mjs';
import { downloadPrebuiltWorker, prebuiltUrl } from '../media-worker/prebuilt.mjs';
import { TESTED_VERSION } from '../media-worker/recipe.mjs';
import { acquireLock } from './lock-file.mjs';
import { machineKind } from './machine.mjs';

const howTo = {
	debian: `
The media worker is built here. As root:
apt-get install --no-install-recommends g++ flatbuffers-compiler libflatbuffers-dev libssl-dev libuv1-dev libsrtp2-dev libabsl-dev
Or use your own mediasoup-worker: ROOMCAST_MEDIA_WORKER_BIN=/path/to/mediasoup-worker npm start
See docs/media-worker.md.`,
	linux: `
The media worker is downloaded here, and the download did not work. When it can be reached, from here:
${prebuiltUrl(TESTED_VERSION)}
run the same command again. Or fetch it elsewhere, unpack it, and start with
ROOMCAST_MEDIA_WORKER_BIN=/path/to/mediasoup-worker npm start
See docs/media-worker.md, also to build one.`,
	get macos() {
		return this.linux;
	},
};

/**
 * The prebuilt worker, where none can be built: it lacks the patches that bound what strangers can do to the media port.
 * Not getting it is no failure of this step: the one that builds says what is missing.
 *
 * @type {import('./step.mjs').Step}
 */
export const mediaWorkerDownload = {
	name: 'Media worker, prebuilt',
	needed: ({ cache, env }) =>
		findMediaWorker(cache, env) || canBuildMediaWorker() ? undefined : 'trying to download it',
	async run({ cache, log }) {
		const version = mediasoupVersion();
		const path = prebuiltWorkerPath(cache);
		const refused = await cacheWorker(path, (out) => downloadPrebuiltWorker({ version, out, log }));
		return refused ? `not available here (${refused})` : path;
	},
	howTo,
};

/**
 * The worker built from the sources inside mediasoup's npm package, on Debian and what derives from it.
 *
 * @type {import('./step.mjs').Step}
 */
export const mediaWorkerBuild = {
	name: 'Media worker',
	needed: ({ cache, env }) => (findMediaWorker(cache, env) ? undefined : 'building it, about a minute'),
	async run({ root, cache, env, log }, { note }) {
		if (machineKind() !== 'debian') throw new Error('it could not be downloaded, and is only built on Debian');
		// The cache serves all clones of this user: one builds, the others wait and take the result.
		const release = await acquireLock(join(cache, 'locks/media-worker.lock'), {
			onWait: () => note('waiting for another clone that builds it'),
		});
		try {
			const found = findMediaWorker(cache, env);
			if (found) return found.path;
			const mediasoup = join(root, 'node_modules/mediasoup');
			const path = builtWorkerPath(cache);
			const broken = await cacheWorker(path, async (out) => {
				await buildMediaWorker({ mediasoup, out, log, note });
				return undefined;
			});
			if (broken) throw new Error(broken);
			return path;
		} finally {
			release();
		}
	},
	howTo,
};
