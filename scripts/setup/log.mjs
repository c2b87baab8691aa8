import { appendFileSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * @typedef {object} Log
 * @property {string} path
 * @property {(text: string) => void} write
 */

const KEPT = 10;

/**
 * A log file for one setup. It is made with the first text written, so a setup with nothing to do leaves none; the
 * ten newest are kept.
 *
 * @param {string} folder
 * @returns {Log}
 */
export function createLog(folder) {
	const path = join(folder, `setup-${new Date().toISOString().replace(/[:.]/g, '-')}-${process.pid}.log`);
	let made = false;
	return {
		path,
		write(text) {
			if (!made) {
				made = true;
				mkdirSync(dirname(path), { recursive: true });
				const logs = readdirSync(folder)
					.filter((file) => file.startsWith('setup-'))
					.sort();
				for (const file of logs.slice(0, Math.max(0, logs.length + 1 - KEPT)))
					rmSync(join(folder, file), { force: true });
			}
			appendFileSync(path, text);
		},
	};
}
