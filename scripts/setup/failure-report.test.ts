import { expect, test } from 'vitest';
import { CommandError } from './command.mjs';
import { failureReport } from './failure-report.mjs';
import { STEPS } from './setup.mjs';
import { type Step, StepError } from './step.mjs';

const step: Step = {
	name: 'Pages',
	needed: () => 'building',
	run: async () => undefined,
	howTo: { debian: 'apt-get this', linux: 'dnf that', macos: 'brew it' },
};
const log = { path: '/cache/logs/setup.log', write: () => {} };

test('tells what failed, start and end of what was printed, what to do on this machine, and where the log is', () => {
	const output = Array.from({ length: 100 }, (_, index) => `line ${index}`).join('\n');
	const report = failureReport(
		new StepError(step, new CommandError('vite build', 'exit code 1', output)),
		log,
		'linux',
	);
	expect(report).toContain('Pages: vite build: exit code 1');
	expect(report).toContain('    line 0\n');
	expect(report).toContain('    … 70 lines …\n');
	expect(report).toContain('    line 99\n');
	expect(report).not.toContain('line 50\n');
	expect(report).toContain('    dnf that');
	expect(report).not.toContain('apt-get this');
	expect(report).toContain('/cache/logs/setup.log');
});

test('every step says what to do on Debian, another Linux and macOS', () => {
	for (const { name, howTo } of STEPS) {
		for (const kind of ['debian', 'linux', 'macos'] as const) {
			expect(howTo[kind].trim().length, `${name} on ${kind}`).toBeGreaterThan(20);
		}
	}
});
