/** Runs tasks one after the other, in the order in which they came. */
export class SerialQueue {
	#last: Promise<unknown> = Promise.resolve();

	/** @returns the outcome of the task */
	run<T>(task: () => Promise<T>): Promise<T> {
		const outcome = this.#last.then(task);
		this.#last = outcome.catch(() => {});
		return outcome;
	}
}
