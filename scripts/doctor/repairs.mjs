import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** @typedef {import('./finding.mjs').Finding} Finding */

/** ms after which the file is stale: a server that repairs writes it every second. */
const STALE = 15_000;

/**
 * How far the server of this clone is with the repair of recordings after a crash.
 *
 * @param {Pick<import('../setup/step.mjs').Context, 'root' | 'env'>} context
 * @returns {Finding}
 */
export function repairFinding({ root, env }) {
	const what = 'recordings';
	const path = join(resolve(root, env.ROOMCAST_DATA_DIR || 'data'), 'repairs.json');
	const progress = readProgress(path);
	if (progress === undefined) return { level: 'good', what, found: 'no repairs in progress' };
	const { waiting, recordings } = progress;
	const parts = recordings.map(({ id, bytes, share }) => `${id}: ${Math.round(share * 100)} % of ${megabytes(bytes)}`);
	if (waiting > 0) parts.push(`${waiting} more to do`);
	const found = parts.join(', ') || 'waiting for repair';
	if (Date.now() - progress.at <= STALE)
		return { level: 'note', what, found: `being repaired: ${found}`, hint: 'calls and new recordings continue' };
	return {
		level: 'note',
		what,
		found: `their repair was interrupted: ${found}`,
		hint: 'start the server, which repairs them at once; nothing is lost',
	};
}

/** @param {string} path */
function readProgress(path) {
	try {
		/** @type {{ waiting: number, recordings: { id: string, bytes: number, share: number }[] }} */
		const { waiting, recordings } = JSON.parse(readFileSync(path, 'utf8'));
		return { waiting, recordings, at: statSync(path).mtimeMs };
	} catch {
		// There is none while nothing is repaired.
		return undefined;
	}
}

/** @param {number} bytes */
function megabytes(bytes) {
	return `${(bytes / 1e6).toFixed(bytes < 10e6 ? 1 : 0)} MB`;
}
