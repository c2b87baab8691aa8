import { CommandError } from './command.mjs';
import { machineKind } from './machine.mjs';

// Some tools say first what is wrong and then how they are used, others print the error last.
const FIRST_LINES = 10;
const LAST_LINES = 20;

/**
 * The message when a step fails: what failed, the end of what the command printed, what to do on this
 * machine, and where the whole log is.
 *
 * @param {import('./step.mjs').StepError} error
 * @param {import('./log.mjs').Log} log
 * @param {import('./machine.mjs').Kind} [kind]
 */
export function failureReport(error, log, kind = machineKind()) {
	const { step, cause } = error;
	const lines = ['', error.message];
	if (cause instanceof CommandError && cause.output.trim()) {
		lines.push('', ...indent(shorten(cause.output.trim().split('\n'))));
	}
	lines.push('', 'What you can do:', '');
	if (kind === 'other') lines.push(...indent(['This system is not supported: use Linux or macOS (on Windows, WSL).']));
	else lines.push(...indent(step.howTo[kind].trim().split('\n')));
	lines.push('', `The whole log: ${log.path}`, '');
	return lines.join('\n');
}

/** @param {string[]} lines */
function shorten(lines) {
	const hidden = lines.length - FIRST_LINES - LAST_LINES;
	if (hidden <= 1) return lines;
	return [...lines.slice(0, FIRST_LINES), `… ${hidden} lines …`, ...lines.slice(-LAST_LINES)];
}

const indent = (/** @type {string[]} */ lines) => lines.map((line) => `    ${line}`.trimEnd());
