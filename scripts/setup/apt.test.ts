import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { untilUnlocked } from './apt.mjs';
import { CommandError } from './command.mjs';

const LOCKED = 'E: Could not get lock /var/lib/apt/lists/lock. It is held by process 4711 (apt-get)';

let folder: string;
let notes: string[];

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'roomcast-apt-'));
	notes = [];
});

afterEach(() => rmSync(folder, { recursive: true }));

/** A stand-in for apt-get that fails with a message a number of times, and counts how often it was run. */
function failing(message: string, times: number) {
	const runs = join(folder, 'runs');
	const script = `echo run >> ${runs}; if [ $(wc -l < ${runs}) -le ${times} ]; then echo "${message}" >&2; exit 100; fi`;
	return { command: ['sh', '-c', script], runs: () => readFileSync(runs, 'utf8').trim().split('\n').length };
}

const options = () => ({ log: { path: '', write: () => {} }, note: (text: string) => notes.push(text), retryMs: 5 });

test('a lock that another apt-get holds is waited for', async () => {
	const apt = failing(LOCKED, 2);
	await untilUnlocked(apt.command, options());
	expect(apt.runs()).toBe(3);
	expect(notes).toContain('waiting for another apt-get to end');
});

test('any other failure is final', async () => {
	const apt = failing('E: Unable to locate package nonsense', 9);
	const run = untilUnlocked(apt.command, options());
	await expect(run).rejects.toThrow(CommandError);
	await expect(run).rejects.toMatchObject({ output: expect.stringContaining('Unable to locate package nonsense') });
	expect(apt.runs()).toBe(1);
});

test('a lock that is held for too long ends the wait with what apt-get said', async () => {
	const apt = failing(LOCKED, 1_000);
	const run = untilUnlocked(apt.command, { ...options(), waitMs: 1_500 });
	await expect(run).rejects.toMatchObject({ output: expect.stringContaining('held by process 4711') });
	expect(apt.runs()).toBeGreaterThan(1);
});
