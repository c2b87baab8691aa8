import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setPriority, tmpdir } from 'node:os';
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
 * @typedef {Counts & { name: string, ms: number, shown: Promise<unknown> }} PartResult `shown` when all that it printed is
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
	return scripts.check.split(' && ').map((command) => `node_modules/.bin/${beside(command)}`.split(' '));
}

/**
 * Several threads of the type checker repeat work: alone they are faster, in parallel to others slower.
 *
 * @param {string} command
 */
const beside = (command) => (command.startsWith('tsc ') ? `${command} --singleThreaded` : command);

/**
 * @typedef {object} How
 * @property {string} root
 * @property {NodeJS.ProcessEnv} env
 * @property {Promise<unknown>} [after] the output is kept until this is over; without it, it is shown at once
 * @property {boolean} [gentle] run at a low priority
 */

/** Added to the priority of what is gentle (nice(2)): it gets a tenth of what others get when all want it. */
const GENTLE = 10;

/**
 * Format, lint and types; each check counts as one test.
 *
 * @param {How} how
 * @returns {Promise<PartResult>}
 */
export async function runChecks(how) {
	const started = performance.now();
	const failures = [];
	const shown = [];
	const all = checks(how.root);
	for (const check of all) {
		const run = runShown(check, how);
		shown.push(run.shown);
		if ((await run.code) !== 0) failures.push(check.join(' '));
	}
	const failed = failures.length;
	const ms = performance.now() - started;
	return { name: 'check', passed: all.length - failed, failed, skipped: 0, failures, ms, shown: Promise.all(shown) };
}

/**
 * Runs one vitest project.
 *
 * @param {How & { name: string, project: string, args: string[] }} part its name as the summary shows it, the project of
 *   vitest.config.ts, and arguments for vitest
 * @returns {Promise<PartResult>}
 */
export async function runVitest({ name, project, args, ...how }) {
	const started = performance.now();
	const tmp = mkdtempSync(join(tmpdir(), 'roomcast-test-'));
	const removeTmp = onExit(() => rmSync(tmp, { recursive: true, force: true }));
	try {
		const report = join(tmp, 'report.json');
		const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
		const command = ['node_modules/vitest/vitest.mjs', 'run', '--project', project, ...reporters, ...args];
		const { code, shown } = runShown(command, how);
		return { name, ...readVitestReport(report, await code), ms: performance.now() - started, shown };
	} finally {
		removeTmp();
	}
}

/**
 * Linux weighs sessions against each other before it looks at niceness (sched(7), autogroup): within the session of what is
 * measured it would take from the servers of that, however nice it is.
 *
 * @param {number} pid of a process that leads a session
 */
function makeGentle(pid) {
	setPriority(pid, GENTLE);
	try {
		writeFileSync(`/proc/${pid}/autogroup`, `${GENTLE}`);
	} catch {
		// Not Linux, or without such groups.
	}
}

/**
 * The leader of a session gets no signal from Ctrl-C, and neither do its children.
 *
 * @param {number | undefined} pid
 */
function endGroup(pid) {
	try {
		if (pid !== undefined) process.kill(-pid, 'SIGTERM');
	} catch {
		// All have ended.
	}
}

/**
 * Runs a script of node_modules with Node.js 24.
 *
 * @param {string[]} command the script, relative to root, and its arguments
 * @param {How} how
 * @returns {{ code: Promise<number>, shown: Promise<unknown> }} its exit code, 1 for an end by a signal; and when all that
 *   it printed is shown, which may be later
 */
function runShown([script = '', ...args], { root, env, after, gentle }) {
	const child = spawn(node24Path(), [join(root, script), ...args], {
		cwd: root,
		env,
		stdio: ['ignore', after ? 'pipe' : 'inherit', after ? 'pipe' : 'inherit'],
		detached: gentle,
	});
	if (gentle && child.pid !== undefined) makeGentle(child.pid);
	/** @type {Buffer[]} */
	const kept = [];
	let shows = false;
	for (const stream of [child.stdout, child.stderr])
		stream?.on('data', (chunk) => (shows ? process.stdout.write(chunk) : kept.push(chunk)));
	const shown = Promise.resolve(after).then(() => {
		shows = true;
		process.stdout.write(Buffer.concat(kept));
	});
	const forget = onExit(() => {
		child.kill();
		if (gentle) endGroup(child.pid);
	});
	/** @type {Promise<number>} */
	const code = new Promise((resolve, reject) => {
		child.on('error', reject);
		child.on('close', (code) => {
			forget();
			resolve(code ?? 1);
		});
	});
	return { code, shown: Promise.all([code, shown]) };
}
