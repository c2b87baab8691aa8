/**
 * @typedef {object} Context what the steps of one setup share
 * @property {string} root the clone's folder
 * @property {string} cache folder of what outlives a clone
 * @property {NodeJS.ProcessEnv} env
 * @property {boolean} tests whether the tools of the tests are wanted too
 * @property {boolean} pages whether the pages are wanted; unit tests and checks do without
 * @property {import('./log.mjs').Log} log
 *
 * @typedef {object} Doing
 * @property {(text: string) => void} note says what is being done
 * @property {<T>(action: () => Promise<T>) => Promise<T>} paused runs something that asks on the terminal
 *
 * @typedef {object} HowTo what a person can do when a step cannot be done, one text for each kind of machine
 * @property {string} debian
 * @property {string} linux
 * @property {string} macos
 *
 * @typedef {object} Step
 * @property {string} name
 * @property {(context: Context) => string | undefined} needed a cheap look, a few milliseconds: what will be done, or
 *   undefined when everything is there
 * @property {(context: Context, doing: Doing) => Promise<string | undefined>} run returns the result in a few words
 * @property {HowTo} howTo
 */

/** A step that could not be done. */
export class StepError extends Error {
	/**
	 * @param {Step} step
	 * @param {unknown} cause
	 */
	constructor(step, cause) {
		super(`${step.name}: ${cause instanceof Error ? cause.message : cause}`, { cause });
		this.name = 'StepError';
		this.step = step;
	}
}
