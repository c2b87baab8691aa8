import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The clone's folder. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

/**
 * Where the setup keeps what should outlive a clone: the media worker, its logs, its locks.
 *
 * @param {NodeJS.ProcessEnv} [env]
 */
export function cacheFolder(env = process.env) {
	const base = env.ROOMCAST_CACHE_DIR || env.XDG_CACHE_HOME || join(homedir(), '.cache');
	return join(base, 'roomcast');
}
