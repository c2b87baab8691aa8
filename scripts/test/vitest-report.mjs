import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { ROOT } from '../setup/paths.mjs';

const NO_TEST_RAN = 'no test ran';

/**
 * Counts what a vitest run did, from the file of its JSON reporter and its exit code. Whatever makes the run fail counts
 * as at least one failed test, so that no sum of counts looks better than the run: a file that could not be loaded, an
 * error outside every test, a run without a report, and a run that ran no test. Each failure is named, with the
 * beginning of what it says: the output of a long run is cut in many places where it is read.
 *
 * @typedef {{ status: string, fullName?: string, failureMessages?: string[] }} TestResult
 *
 * @param {string} path
 * @param {number} exitCode
 * @returns {import('./parts.mjs').Counts}
 */
export function readVitestReport(path, exitCode) {
	let report;
	try {
		report = JSON.parse(readFileSync(path, 'utf8'));
	} catch {
		return { passed: 0, failed: 1, skipped: 0, failures: ['there is no report: the run was interrupted'] };
	}
	/** @type {{ name?: string, message?: string, status: string, assertionResults: TestResult[] }[]} */
	const files = report.testResults;
	const tests = files.flatMap((file) => file.assertionResults);
	const count = (/** @type {string[]} */ ...states) => tests.filter(({ status }) => states.includes(status)).length;
	const failures = files.flatMap((file) => {
		const failed = file.assertionResults.filter(({ status }) => status === 'failed');
		if (failed.length === 0 && file.status === 'failed')
			return [failureOf(file.name, 'could not be loaded', file.message)];
		return failed.map(({ fullName, failureMessages }) => failureOf(file.name, fullName, failureMessages?.[0]));
	});
	const passed = count('passed');
	if (failures.length === 0 && passed === 0) failures.push(NO_TEST_RAN);
	if (failures.length === 0 && exitCode !== 0) failures.push('something failed outside every test');
	return { passed, failed: failures.length, skipped: count('skipped', 'pending', 'todo'), failures };
}

/**
 * Tests of one database alone are no failure of the run on the other: an empty run counts as one only when all are empty.
 *
 * @template {import('./parts.mjs').Counts} R
 * @param {R[]} results of the same files
 * @returns {R[]}
 */
export function pardonEmpty(results) {
	if (results.every(({ passed }) => passed === 0)) return results;
	return results.map((result) =>
		result.failures.length === 1 && result.failures[0] === NO_TEST_RAN
			? { ...result, failed: 0, failures: [] }
			: result,
	);
}

/** Lines of a failure that are shown. */
const LINES = 8;

/**
 * @param {string | undefined} file
 * @param {string | undefined} test
 * @param {string | undefined} message
 */
function failureOf(file, test, message) {
	const where = [file && relative(ROOT, file), test].filter(Boolean).join(' > ');
	const said = (message ?? '')
		.split('\n')
		.slice(0, LINES)
		.map((line) => `    ${line.trimEnd()}`);
	return [where, ...said.filter((line) => line.trim() !== '')].join('\n');
}
