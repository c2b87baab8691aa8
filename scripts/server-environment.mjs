/**
 * The environment of the server: this process's, with the media worker that the setup found, and without the setup's
 * own variable, which is no setting of the server.
 *
 * @param {string | undefined} worker path of the media worker
 * @returns {NodeJS.ProcessEnv}
 */
export function serverEnvironment(worker) {
	const { ROOMCAST_CACHE_DIR: _, ...env } = process.env;
	return { ...env, ROOMCAST_MEDIA_WORKER_BIN: worker };
}
