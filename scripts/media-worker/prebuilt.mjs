import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { release, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { runCommand } from '../setup/command.mjs';
import { onExit } from '../setup/on-exit.mjs';

// Enough to reach any server, and short for a machine without a network that drops what it sends; ms.
const ANSWER_WITHIN_MS = 4_000;
const DOWNLOAD_WITHIN_MS = 120_000;

/**
 * The name of mediasoup's prebuilt worker for a machine. Linux builds are made per kernel generation: the ones for
 * kernel 6 use io_uring (see mediasoup's npm-scripts.mjs).
 *
 * @param {string} version of mediasoup
 * @param {{ platform: string, arch: string, release: string }} [machine] `release` of the kernel
 */
export function prebuiltName(
	version,
	machine = { platform: process.platform, arch: process.arch, release: release() },
) {
	const kernel = machine.platform === 'linux' ? `-kernel${Number.parseInt(machine.release, 10)}` : '';
	return `mediasoup-worker-${version}-${machine.platform}-${machine.arch}${kernel}`;
}

/**
 * Where prebuilt workers are published. mediasoup's own variable for a mirror is honoured.
 *
 * @param {string} version
 * @param {NodeJS.ProcessEnv} [env]
 */
export function prebuiltUrl(version, env = process.env) {
	const base =
		env.MEDIASOUP_WORKER_PREBUILT_DOWNLOAD_BASE_URL || 'https://github.com/versatica/mediasoup/releases/download';
	return `${base}/${version}/${prebuiltName(version)}.tgz`;
}

/**
 * Downloads mediasoup's prebuilt worker.
 *
 * @param {object} options
 * @param {string} options.version
 * @param {string} options.out where the binary goes
 * @param {import('../setup/log.mjs').Log} options.log
 * @param {NodeJS.ProcessEnv} [options.env]
 * @param {number} [options.answerWithinMs]
 * @returns {Promise<string | undefined>} why there is none to be had here, or undefined when `out` was written
 */
export async function downloadPrebuiltWorker({ version, out, log, env, answerWithinMs = ANSWER_WITHIN_MS }) {
	const url = prebuiltUrl(version, env);
	log.write(`\nGET ${url}\n`);
	const tmp = mkdtempSync(join(tmpdir(), 'roomcast-prebuilt-'));
	const removeTmp = onExit(() => rmSync(tmp, { recursive: true, force: true }));
	try {
		const archive = join(tmp, 'worker.tgz');
		await download(url, archive, answerWithinMs);
		await runCommand('tar', ['-xzf', archive, '-C', tmp], { log });
		await runCommand('cp', [join(tmp, 'mediasoup-worker'), out], { log });
		await runCommand('chmod', ['755', out], { log });
		return undefined;
	} catch (error) {
		const reason = reasonOf(error);
		log.write(`${reason}\n`);
		return reason;
	} finally {
		removeTmp();
	}
}

/**
 * @param {string} url
 * @param {string} file
 * @param {number} answerWithinMs
 */
async function download(url, file, answerWithinMs) {
	const abort = new AbortController();
	const silence = new Error(`no answer within ${answerWithinMs / 1000} s`);
	const answer = setTimeout(() => abort.abort(silence), answerWithinMs);
	const whole = setTimeout(() => abort.abort(new Error('the download takes too long')), DOWNLOAD_WITHIN_MS);
	try {
		const response = await fetch(url, { signal: abort.signal });
		clearTimeout(answer);
		if (!response.ok || !response.body) throw new Error(`the server answered ${response.status}`);
		await pipeline(Readable.fromWeb(response.body), createWriteStream(file), { signal: abort.signal });
	} finally {
		clearTimeout(answer);
		clearTimeout(whole);
	}
}

/** @param {unknown} error `fetch` hides what happened in the cause of its "fetch failed" */
function reasonOf(error) {
	const { message, cause } = /** @type {Error} */ (error);
	return cause instanceof Error && cause.message ? cause.message : message;
}
