const works = new Set<() => void>();

function run(): void {
	for (const work of works) work();
	works.clear();
}

/**
 * Runs something at the end of the process that runs the tests of several files, which a signal ends.
 *
 * @param work done at once: nothing is waited for
 */
export function onWorkerEnd(work: () => void): void {
	if (works.size === 0) {
		process.once('SIGTERM', run);
		process.once('exit', run);
	}
	works.add(work);
}
