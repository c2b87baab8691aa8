import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ROOT } from '@roomcast/server/installation';
import type { Command } from '../Command.ts';

/** A command that is a script of the repository, which also runs without the command line. */
function delegated(script: string, summary: string, usage: string): Command {
	return {
		summary,
		usage,
		options: {},
		passThrough: true,
		async run({ words }) {
			const path = join(ROOT, 'scripts', `${script}.mjs`);
			const child = spawn(process.execPath, [path, ...words], { stdio: 'inherit' });
			const [code] = await once(child, 'exit');
			process.exitCode = typeof code === 'number' ? code : 1;
		},
	};
}

export const doctor = delegated('doctor', 'Show what is installed, what is missing, and where it was found', '');
export const bench = delegated('bench', 'Run a measurement', '[name] [options]');
