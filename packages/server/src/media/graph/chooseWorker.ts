/** A worker as far as it matters for where somebody goes. */
export interface Candidate {
	/** Streams in and out, and what is to be expected of them. */
	readonly load: number;
}

/** What has to be gained for another router, as a part of the streams from which sessions are spread. */
const GAIN = 1 / 4;

/**
 * Chooses the worker for somebody who comes into a session. The session stays on its own workers, the least loaded of them
 * first, until that one carries `spreadFrom` streams: then it takes another worker, if that has clearly less to do, also
 * with everything that would be piped to it.
 *
 * @param workers that run
 * @param own those of them that the session has a router on
 * @param piped streams of the session that a router on another worker would be sent
 * @param spreadFrom streams of a worker from which its sessions are spread
 * @returns undefined when no worker runs
 */
export function chooseWorker<W extends Candidate>(
	workers: readonly W[],
	own: ReadonlySet<W>,
	piped: number,
	spreadFrom: number,
): W | undefined {
	const least = leastLoaded(workers);
	const present = leastLoaded(workers.filter((worker) => own.has(worker)));
	if (present === undefined || least === undefined) return least;
	if (present.load < spreadFrom) return present;
	return present.load - least.load > piped + spreadFrom * GAIN ? least : present;
}

/** The first of those with the least load. */
function leastLoaded<W extends Candidate>(workers: readonly W[]): W | undefined {
	return workers.reduce<W | undefined>(
		(best, worker) => (best === undefined || worker.load < best.load ? worker : best),
		undefined,
	);
}
