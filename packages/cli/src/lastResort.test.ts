import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const MODULE = fileURLToPath(new URL('./lastResort.ts', import.meta.url));

/** Runs a program with the handlers of last resort, and a server that closes as `close` says. */
function run(close: string, fault: string) {
	const program = `
		const { endOnUncaught } = await import(${JSON.stringify(MODULE)});
		const logger = { fatal: (details, message) => console.log(message + ': ' + details.kind + ': ' + details.err.message) };
		endOnUncaught(logger, () => ({ close: ${close} }));
		setInterval(() => {}, 1000);
		${fault}
	`;
	const { status, stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
	return { status, lines: stdout.trim().split('\n') };
}

const CLOSES = "async () => console.log('closed')";

describe('an error that nobody caught', () => {
	it.each([
		['uncaught exception', "setTimeout(() => { throw new Error('oh'); });"],
		['unhandled rejection', "Promise.reject(new Error('oh'));"],
	])('ends the server in order and exits with 1: %s', (kind, fault) => {
		expect(run(CLOSES, fault)).toEqual({ status: 1, lines: [`the server ends: ${kind}: oh`, 'closed'] });
	});

	it('exits with 1 when the server cannot be closed, and closes it once', () => {
		const fails = "async () => { console.log('closing'); throw new Error('no'); }";
		const faults = "setTimeout(() => { throw new Error('a'); }); setTimeout(() => { throw new Error('b'); });";
		expect(run(fails, "setTimeout(() => { throw new Error('a'); });")).toMatchObject({ status: 1 });
		const { status, lines } = run(`() => new Promise((done) => setTimeout(done, 500))`, faults);
		expect([status, lines]).toEqual([
			1,
			['the server ends: uncaught exception: a', 'another error while the server ends: uncaught exception: b'],
		]);
	});

	it('exits with 1 when closing never ends', () => {
		expect(run('() => new Promise(() => {})', "setTimeout(() => { throw new Error('oh'); });")).toEqual({
			status: 1,
			lines: ['the server ends: uncaught exception: oh'],
		});
	});
});
