import { join } from 'node:path';
import { fingerprint } from './fingerprint.mjs';
import { acquireLock } from './lock-file.mjs';
import { StepError } from './step.mjs';

/**
 * Runs the missing steps in order. If there are none, it shows, writes and locks nothing.
 *
 * @param {import('./step.mjs').Step[]} steps
 * @param {import('./step.mjs').Context} context
 * @param {import('./progress.mjs').Progress} progress
 * @returns {Promise<number>} how many steps were done
 * @throws {StepError} for the first step that fails; later ones are not tried
 */
export async function runSteps(steps, context, progress) {
	if (steps.every((step) => !step.needed(context))) return 0;
	const release = await lockClone(context, progress);
	try {
		let done = 0;
		for (const step of steps) {
			// Checked again: an earlier step, or another setup that this one waited for, may have done it.
			const reason = step.needed(context);
			if (!reason) continue;
			await runStep(step, reason, context, progress);
			done++;
		}
		return done;
	} finally {
		release();
	}
}

/**
 * Two setups of one clone would install into the same folders: the second waits for the first.
 *
 * @param {import('./step.mjs').Context} context
 * @param {import('./progress.mjs').Progress} progress
 */
async function lockClone({ root, cache }, progress) {
	const path = join(cache, 'locks', `clone-${fingerprint(root, [], [root]).slice(0, 16)}.lock`);
	/** @type {import('./progress.mjs').StepLine | undefined} */
	let waiting;
	const release = await acquireLock(path, {
		onWait: (holder) => {
			waiting = progress.start('Waiting', `another setup of this clone is running (${holder})`);
		},
	});
	waiting?.done();
	return release;
}

/**
 * @param {import('./step.mjs').Step} step
 * @param {string} reason
 * @param {import('./step.mjs').Context} context
 * @param {import('./progress.mjs').Progress} progress
 */
async function runStep(step, reason, context, progress) {
	context.log.write(`\n=== ${step.name}: ${reason}\n`);
	const line = progress.start(step.name, reason);
	try {
		line.done(await step.run(context, line));
	} catch (error) {
		line.fail();
		throw new StepError(step, error);
	}
}
