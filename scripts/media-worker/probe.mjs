import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * Why a file is no media worker that runs on this machine, or undefined when it is one. A worker started without
 * MEDIASOUP_VERSION in its environment ends at once with code 41 (mediasoup's worker/src/main.cpp): it got as far as
 * its own code, so its format, its libraries and its C library fit.
 *
 * @param {string} file
 * @returns {string | undefined}
 */
export function whyNotRunning(file) {
	const env = { ...process.env };
	delete env.MEDIASOUP_VERSION;
	const { status, signal, error, stderr } = spawnSync(file, [], { env, encoding: 'utf8', timeout: 10_000 });
	if (status === 41) return undefined;
	return error?.message ?? `it ended with ${signal ?? `code ${status}`} instead of code 41. ${stderr.trim()}`.trim();
}

/**
 * Whether a worker was built with the additions of this folder, which a prebuilt one has not.
 *
 * @param {string} path
 */
export function hasPatches(path) {
	// The label of a timer of UnverifiedConnections.hpp.
	return readFileSync(path).includes('roomcast-unverified-connections');
}
