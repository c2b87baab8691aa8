import { CommandError } from './command.mjs';
import { machineKind } from './machine.mjs';

const SHOWN_LINES = 25;

/**
 * What a person is told when a step fails: what failed, the end of what the command printed, what to do on this
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
		lines.push('', ...indent(cause.output.trim().split('\n').slice(-SHOWN_LINES)));
	}
	lines.push('', 'What you can do:', '');
	if (kind === 'other') lines.push(...indent(['This system is not supported: use Linux or macOS (on Windows, WSL).']));
	else lines.push(...indent(step.howTo[kind].trim().split('\n')));
	lines.push('', `The whole log: ${log.path}`, '');
	return lines.join('\n');
}

const indent = (/** @type {string[]} */ lines) => lines.map((line) => `    ${line}`.trimEnd());
