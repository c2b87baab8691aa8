import { join } from 'node:path';
import { failureReport } from './failure-report.mjs';
import { createLog } from './log.mjs';
import { mediaWorkerBuild, mediaWorkerDownload } from './media-worker.mjs';
import { nodeAndNpm } from './node-and-npm.mjs';
import { node24 } from './node24.mjs';
import { npmPackages } from './npm-packages.mjs';
import { pages as buildPages } from './pages.mjs';
import { cacheFolder, ROOT } from './paths.mjs';
import { createProgress, formatSeconds } from './progress.mjs';
import { runSteps } from './run-steps.mjs';
import { StepError } from './step.mjs';
import { systemPackages } from './system-packages.mjs';

/** In this order, because each uses the result of those before. */
export const STEPS = [
	nodeAndNpm,
	npmPackages,
	node24,
	mediaWorkerDownload,
	systemPackages,
	mediaWorkerBuild,
	buildPages,
];

/**
 * @param {object} [options]
 * @param {boolean} [options.tests]
 * @param {boolean} [options.pages]
 * @returns {import('./step.mjs').Context}
 */
export function setupContext({ tests = false, pages = true } = {}) {
	const cache = cacheFolder();
	return { root: ROOT, cache, env: process.env, tests, pages, log: createLog(join(cache, 'logs')) };
}

/**
 * Installs what is missing for a start, or for the tests. If it cannot, it ends the process with a report.
 *
 * @param {object} [options]
 * @param {boolean} [options.tests] also what the tests need
 * @param {boolean} [options.pages] false: what browsers load need not be built
 * @returns {Promise<import('./step.mjs').Context>}
 */
export async function setUp(options) {
	const started = performance.now();
	const context = setupContext(options);
	try {
		const done = await runSteps(STEPS, context, createProgress(process.stderr));
		if (done > 1)
			process.stderr.write(`✓ Set-up  ${formatSeconds(performance.now() - started)}  (log: ${context.log.path})\n`);
	} catch (error) {
		if (!(error instanceof StepError)) throw error;
		process.stderr.write(failureReport(error, context.log));
		process.exit(1);
	}
	return context;
}
