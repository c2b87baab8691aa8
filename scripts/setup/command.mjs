import { spawn } from 'node:child_process';
import { onExit } from './on-exit.mjs';

/** A command that could not be started or ended with a failure. */
export class CommandError extends Error {
	/**
	 * @param {string} command as a person would type it
	 * @param {string} reason
	 * @param {string} output what it printed, both streams in order
	 */
	constructor(command, reason, output) {
		super(`${command}: ${reason}`);
		this.name = 'CommandError';
		this.output = output;
	}
}

/**
 * Runs a command to its end. What it prints goes into the log.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {object} [options]
 * @param {string} [options.cwd]
 * @param {NodeJS.ProcessEnv} [options.env] the whole environment; this process's without it
 * @param {import('./log.mjs').Log} [options.log]
 * @returns {Promise<string>} its standard output
 * @throws {CommandError}
 */
export function runCommand(command, args, { cwd, env, log } = {}) {
	const shown = [command, ...args.map((arg) => (/^[\w@%+=:,./-]+$/.test(arg) ? arg : `'${arg}'`))].join(' ');
	log?.write(`\n$ ${shown}\n`);
	return new Promise((resolve, reject) => {
		const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
		const forget = onExit(() => child.kill());
		let output = '';
		let stdout = '';
		child.stdout.setEncoding('utf8').on('data', (text) => {
			stdout += text;
			output += text;
			log?.write(text);
		});
		child.stderr.setEncoding('utf8').on('data', (text) => {
			output += text;
			log?.write(text);
		});
		child.on('error', (error) => {
			forget();
			reject(new CommandError(shown, error.message, output));
		});
		child.on('close', (code, signal) => {
			forget();
			if (code === 0) resolve(stdout);
			else reject(new CommandError(shown, signal ? `ended by ${signal}` : `exit code ${code}`, output));
		});
	});
}
