import { formatSeconds } from '../setup/progress.mjs';

/**
 * The end of a test run: what failed, a line for each part, and the sum alone on the last line, in a form that machines read.
 *
 * @param {Omit<import('./parts.mjs').PartResult, 'shown'>[]} results
 */
export function summary(results) {
	const width = Math.max(...results.map(({ name }) => name.length));
	const lines = results.map((result) => {
		const mark = result.failed === 0 ? '✓' : '✗';
		return `${mark} ${result.name.padEnd(width)}  ${formatSeconds(result.ms).padStart(11)}   ${counts(result)}`;
	});
	const sum = (/** @type {'passed' | 'failed' | 'skipped'} */ key) =>
		results.reduce((total, result) => total + result[key], 0);
	const failures = results.flatMap(({ name, failures }) => failures.map((failure) => `✗ ${name}: ${failure}`));
	return [
		'',
		...failures,
		...(failures.length > 0 ? [''] : []),
		...lines,
		'',
		counts({ passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') }),
	].join('\n');
}

/** @param {Pick<import('./parts.mjs').Counts, 'passed' | 'failed' | 'skipped'>} counts */
function counts({ passed, failed, skipped }) {
	return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
