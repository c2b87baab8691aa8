import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { node24Path } from '../setup/node24.mjs';
import { onExit } from '../setup/on-exit.mjs';
import { readVitestReport } from './vitest-report.mjs';

/**
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {string[]} failures each with its name and the beginning of what it says
 *
 * @typedef {Counts & { name: string, ms: number }} PartResult
 */

/**
 * What `npm run check` does, as single checks.
 *
 * @param {string} root
 * @returns {string[][]}
 */
function checks(root) {
	/** @type {{ scripts: { check: string } }} */
	const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
	return scripts.check.split(' && ').map((command) => `node_modules/.bin/${command}`.split(' '));
}

/**
 * Format, lint and types; each check counts as one test.
 *
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<PartResult>}
 */
export async function runChecks(root, env) {
	const started = performance.now();
	const failures = [];
	const all = checks(root);
	for (const check of all) {
		const code = await runShown(check, root, env);
		if (code !== 0) failures.push(check.join(' '));
	}
	const failed = failures.length;
	const ms = performance.now() - started;
	return { name: 'check', passed: all.length - failed, failed, skipped: 0, failures, ms };
}

/**
 * Runs one vitest project.
 *
 * @param {object} part
 * @param {string} part.name as the summary shows it
 * @param {string} part.project of vitest.config.ts
 * @param {string[]} part.args for vitest
 * @param {string} part.root
 * @param {NodeJS.ProcessEnv} part.env
 * @param {Promise<unknown>} [part.after] what it prints is shown when this is over; at once when absent
 * @returns {Promise<PartResult>}
 */
export async function runVitest({ name, project, args, root, env, after }) {
	const started = performance.now();
	const tmp = mkdtempSync(join(tmpdir(), 'roomcast-test-'));
	const removeTmp = onExit(() => rmSync(tmp, { recursive: true, force: true }));
	try {
		const report = join(tmp, 'report.json');
		const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
		const command = ['node_modules/vitest/vitest.mjs', 'run', '--project', project, ...reporters, ...args];
		const code = await runShown(command, root, env, after);
		return { name, ...readVitestReport(report, code), ms: performance.now() - started };
	} finally {
		removeTmp();
	}
}

/**
 * Runs a script of node_modules with Node.js 24; what it prints is shown as it comes.
 *
 * @param {string[]} command the script, relative to root, and its arguments
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 * @param {Promise<unknown>} [after] keep what it prints until this is over
 * @returns {Promise<number>} exit code; 1 for an end by a signal
 */
function runShown([script = '', ...args], root, env, after) {
	return new Promise((resolve, reject) => {
		const child = spawn(node24Path(), [join(root, script), ...args], {
			cwd: root,
			env,
			stdio: ['ignore', after ? 'pipe' : 'inherit', after ? 'pipe' : 'inherit'],
		});
		/** @type {Buffer[]} */
		const kept = [];
		for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => kept.push(chunk));
		const forget = onExit(() => child.kill());
		child.on('error', reject);
		child.on('close', async (code) => {
			forget();
			await after?.catch(() => {});
			if (after) process.stdout.write(Buffer.concat(kept));
			resolve(code ?? 1);
		});
	});
}
