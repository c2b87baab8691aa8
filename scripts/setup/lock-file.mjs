import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { onExit } from './on-exit.mjs';

// The holder touches its file; one that was not touched for this long belongs to nobody, wherever its process ran
// (another machine of a shared home folder, a container with its own process numbers).
const TOUCH_EVERY_MS = 5_000;
const STALE_AFTER_MS = 60_000;

/**
 * Waits until this process is the only one that holds a lock.
 *
 * @param {string} path of the lock file
 * @param {object} [options]
 * @param {(holder: string) => void} [options.onWait] told once, when another process holds the lock
 * @param {number} [options.retryMs] how often to look again
 * @returns {Promise<() => void>} gives the lock back
 */
export async function acquireLock(path, { onWait, retryMs = 250 } = {}) {
	mkdirSync(dirname(path), { recursive: true });
	const mine = JSON.stringify({ pid: process.pid, host: hostname(), since: new Date().toISOString() });
	let told = false;
	while (!tryToWrite(path, mine)) {
		const held = look(path);
		if (held === undefined) continue;
		if (held.stale) {
			remove(path, held.text);
			continue;
		}
		if (!told) onWait?.(held.text);
		told = true;
		await sleep(retryMs);
	}
	const touching = setInterval(() => touch(path), TOUCH_EVERY_MS).unref();
	return onExit(() => {
		clearInterval(touching);
		remove(path, mine);
	});
}

/**
 * @param {string} path
 * @param {string} text
 */
function tryToWrite(path, text) {
	try {
		writeFileSync(path, text, { flag: 'wx' });
		return true;
	} catch (error) {
		if (codeOf(error) === 'EEXIST') return false;
		throw error;
	}
}

/**
 * @param {string} path
 * @returns {{ text: string, stale: boolean } | undefined} undefined when the file went away meanwhile
 */
function look(path) {
	try {
		const text = readFileSync(path, 'utf8');
		const ageMs = Date.now() - statSync(path).mtimeMs;
		return { text, stale: ageMs > STALE_AFTER_MS || isOfDeadProcess(text) };
	} catch (error) {
		if (codeOf(error) === 'ENOENT') return undefined;
		throw error;
	}
}

/** @param {string} text */
function isOfDeadProcess(text) {
	try {
		const { pid, host } = JSON.parse(text);
		if (host !== hostname()) return false;
		process.kill(pid, 0);
		return false;
	} catch (error) {
		// A file just made and not yet written does not parse: only its age may condemn it.
		return codeOf(error) === 'ESRCH';
	}
}

/**
 * Removes the lock file if it still is the one that was looked at: between the look and the removal, another process
 * may have replaced it by its own. Moving it aside first makes sure that exactly one process decides.
 *
 * @param {string} path
 * @param {string} text
 */
function remove(path, text) {
	const aside = `${path}.${process.pid}`;
	try {
		renameSync(path, aside);
		if (readFileSync(aside, 'utf8') !== text) linkSync(aside, path);
	} catch (error) {
		if (codeOf(error) !== 'ENOENT' && codeOf(error) !== 'EEXIST') throw error;
	} finally {
		rmSync(aside, { force: true });
	}
}

/** @param {string} path */
function touch(path) {
	try {
		const now = new Date();
		utimesSync(path, now, now);
	} catch {
		// Somebody removed it, after a long sleep of this machine. What it protects is also made atomically.
	}
}

/** @param {unknown} error */
function codeOf(error) {
	return /** @type {NodeJS.ErrnoException} */ (error).code;
}
