import { accessSync, constants, existsSync, statfsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** @typedef {import('./finding.mjs').Finding} Finding */

const LITTLE_BYTES = 2e9;
const TOO_LITTLE_BYTES = 200e6;

/**
 * Whether the folders that the setup and the server write to can be written, and have room.
 *
 * @param {import('../setup/step.mjs').Context} context
 * @returns {Finding[]}
 */
export function folderFindings({ root, cache, env }) {
	// The server resolves it against the folder it is started in, which npm makes the clone's.
	const data = resolve(root, env.ROOMCAST_DATA_DIR || 'data');
	return [
		folderFinding('clone', root, 'clone into a folder that you can write to'),
		folderFinding('cache folder', cache, 'choose another one with ROOMCAST_CACHE_DIR'),
		folderFinding('data folder', data, 'choose another one with ROOMCAST_DATA_DIR'),
	];
}

/**
 * @param {string} what
 * @param {string} path
 * @param {string} elsewhere
 * @returns {Finding}
 */
function folderFinding(what, path, elsewhere) {
	const existing = nearestExisting(path);
	try {
		accessSync(existing, constants.W_OK | constants.X_OK);
	} catch {
		return { level: 'bad', what, found: `${path}: ${existing} cannot be written`, hint: elsewhere };
	}
	const { bavail, bsize } = statfsSync(existing);
	const free = bavail * bsize;
	const found = `${path}${existing === path ? '' : ' (will be created)'}, ${(free / 1e9).toFixed(1)} GB free`;
	if (free < TOO_LITTLE_BYTES) return { level: 'bad', what, found, hint: `free some space, or ${elsewhere}` };
	if (free < LITTLE_BYTES)
		return { level: 'note', what, found, hint: 'that may not be enough: the packages take 0.6 GB' };
	return { level: 'good', what, found };
}

/** @param {string} path */
function nearestExisting(path) {
	let folder = path;
	while (!existsSync(folder)) folder = dirname(folder);
	return folder;
}
