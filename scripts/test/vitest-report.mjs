import { readFileSync } from 'node:fs';

/**
 * Counts what a vitest run did, from the file of its JSON reporter and its exit code. Whatever makes the run fail counts
 * as at least one failed test, so that no sum of counts looks better than the run: a file that could not be loaded, an
 * error outside every test, a run without a report, and a run that ran no test.
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
		return { passed: 0, failed: 1, skipped: 0 };
	}
	/** @type {{ status: string, assertionResults: { status: string }[] }[]} */
	const files = report.testResults;
	const tests = files.flatMap((file) => file.assertionResults);
	const count = (/** @type {string[]} */ ...states) => tests.filter(({ status }) => states.includes(status)).length;
	const unloadable = files.filter(
		(file) => file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed'),
	).length;
	const passed = count('passed');
	const failed = count('failed') + unloadable;
	const unexplained = failed === 0 && (exitCode !== 0 || passed === 0);
	return { passed, failed: unexplained ? 1 : failed, skipped: count('skipped', 'pending', 'todo') };
}
