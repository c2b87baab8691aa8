import type { PreCallTestOptions } from '../types.ts';
import { testError } from './testErrors.ts';

/** ms. */
const DURATION = { least: 10_000, most: 120_000, usual: 15_000 };

/**
 * Checks what can be known to be wrong without a device or a server.
 *
 * @returns how long the line is measured, ms
 * @throws PreCallTestError `ERROR_PRECALL_INVALID_TOKEN`, `ERROR_PRECALL_INVALID_CONFIG`
 */
export function checkOptions(options: PreCallTestOptions): number {
	const { token, samplingDuration = DURATION.usual, audioOnly, onStatsChange, onProgress } = options ?? {};
	if (typeof token !== 'string' || token === '') throw testError('ERROR_PRECALL_INVALID_TOKEN');
	const { least, most } = DURATION;
	if (typeof samplingDuration !== 'number' || !(samplingDuration >= least && samplingDuration <= most))
		throw invalid(`samplingDuration is ${samplingDuration}, allowed are ${least} to ${most}`);
	if (audioOnly !== undefined && typeof audioOnly !== 'boolean') throw invalid(`audioOnly is ${audioOnly}`);
	for (const [name, listener] of Object.entries({ onStatsChange, onProgress }))
		if (listener !== undefined && typeof listener !== 'function') throw invalid(`${name} is not a function`);
	return samplingDuration;
}

const invalid = (details: string) => testError('ERROR_PRECALL_INVALID_CONFIG', details);
