import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ROOT } from '../setup/paths.mjs';
import { summary } from './summary.mjs';
import { pardonEmpty, readVitestReport } from './vitest-report.mjs';

let folder: string;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'roomcast-report-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** A report with one file for each list of test states; an empty list is a file that did not load. */
function report(...files: string[][]) {
	const path = join(folder, 'report.json');
	const testResults = files.map((states) => ({
		status: states.length === 0 || states.includes('failed') ? 'failed' : 'passed',
		assertionResults: states.map((status) => ({ status })),
	}));
	writeFileSync(path, JSON.stringify({ testResults }));
	return path;
}

test('passed, failed and skipped tests are counted over all files', () => {
	const path = report(['passed', 'passed', 'skipped'], ['passed', 'failed'], ['todo', 'passed']);
	expect(readVitestReport(path, 1)).toMatchObject({ passed: 4, failed: 1, skipped: 2 });
});

test('a file that could not be loaded is a failure', () => {
	expect(readVitestReport(report(['passed'], []), 1)).toMatchObject({ passed: 1, failed: 1, skipped: 0 });
});

test('a run that failed outside every test is a failure', () => {
	expect(readVitestReport(report(['passed']), 1)).toMatchObject({
		passed: 1,
		failed: 1,
		failures: ['something failed outside every test'],
	});
});

test('a run that ran no test is a failure', () => {
	const failures = ['no test ran'];
	expect(readVitestReport(report(), 0)).toEqual({ passed: 0, failed: 1, skipped: 0, failures });
	expect(readVitestReport(report(['skipped']), 0)).toEqual({ passed: 0, failed: 1, skipped: 1, failures });
});

test('a run without a report is a failure', () => {
	expect(readVitestReport(join(folder, 'none.json'), 0)).toMatchObject({ passed: 0, failed: 1, skipped: 0 });
});

test('the sum stands alone on the last line', () => {
	const parts = [
		{ name: 'check', passed: 4, failed: 0, skipped: 0, failures: [], ms: 9_000 },
		{
			name: 'scenarios on SQLite',
			passed: 30,
			failed: 1,
			skipped: 2,
			failures: ['rooms.scenario.ts > a room\n    Error: it is gone'],
			ms: 71_000,
		},
	];
	expect(summary(parts).split(/\n(?! )/)).toEqual([
		'',
		'✗ scenarios on SQLite: rooms.scenario.ts > a room\n    Error: it is gone',
		'',
		'✓ check                      9.0 s   4 passed, 0 failed',
		'✗ scenarios on SQLite         71 s   30 passed, 1 failed, 2 skipped',
		'',
		'34 passed, 1 failed, 2 skipped',
	]);
});

test('what failed is named, with the beginning of what it said', () => {
	const path = join(folder, 'report.json');
	const failureMessages = [Array.from({ length: 30 }, (_, line) => `line ${line}`).join('\n')];
	const testResults = [
		{
			name: join(ROOT, 'e2e/call.e2e.ts'),
			status: 'failed',
			assertionResults: [{ status: 'failed', fullName: 'a call is heard', failureMessages }],
		},
		{ name: join(ROOT, 'e2e/other.e2e.ts'), status: 'failed', message: 'SyntaxError', assertionResults: [] },
	];
	writeFileSync(path, JSON.stringify({ testResults }));
	const { failed, failures } = readVitestReport(path, 1);
	expect(failed).toBe(2);
	expect(failures[0]?.split('\n').slice(0, 2)).toEqual(['e2e/call.e2e.ts > a call is heard', '    line 0']);
	expect(failures[0]).not.toContain('line 29');
	expect(failures[1]).toBe('e2e/other.e2e.ts > could not be loaded\n    SyntaxError');
});

test('a run on one database may be empty when that on another is not', () => {
	const empty = { passed: 0, failed: 1, skipped: 3, failures: ['no test ran'] };
	const full = { passed: 2, failed: 0, skipped: 0, failures: [] };
	expect(pardonEmpty([empty, full])).toEqual([{ ...empty, failed: 0, failures: [] }, full]);
	expect(pardonEmpty([empty, empty])).toEqual([empty, empty]);
	const broken = { passed: 0, failed: 1, skipped: 0, failures: ['could not be loaded'] };
	expect(pardonEmpty([broken, full])).toEqual([broken, full]);
});
