import { spawn } from 'node:child_process';

/** Two signals of one kind within this time are one key press: see below. */
const SAME_PRESS_MS = 500;

/**
 * Runs a program instead of this one: same terminal, its exit code becomes this process's, and signals are passed on.
 *
 * Ctrl-C under `npm start` would reach the program twice, from the terminal, which signals every process of the
 * foreground, and from npm, which passes on what it gets; and a server that drains at the first signal and stops at the
 * second would never drain. So the program gets a process group of its own, out of the terminal's reach, and what
 * arrives here is passed on once.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, cwd?: string }} [options]
 * @returns {import('node:child_process').ChildProcess}
 */
export function runInPlace(command, args, options = {}) {
	const child = spawn(command, args, { ...options, stdio: 'inherit', detached: true });
	passSignals(child);
	child.on('error', (error) => {
		console.error(`${command}: ${error.message}`);
		process.exit(1);
	});
	child.on('exit', (code, signal) => {
		// Ending by the same signal tells a shell the truth about what happened.
		if (signal) {
			process.removeAllListeners(signal);
			process.kill(process.pid, signal);
		} else process.exit(code ?? 1);
	});
	return child;
}

/** @param {import('node:child_process').ChildProcess} child */
function passSignals(child) {
	/** @type {NodeJS.Signals[]} */
	const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
	for (const signal of signals) {
		let last = Number.NEGATIVE_INFINITY;
		process.on(signal, () => {
			const now = performance.now();
			if (now - last > SAME_PRESS_MS) child.kill(signal);
			last = now;
		});
	}
}
