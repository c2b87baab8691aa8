import type { Candidate } from './graph/chooseWorker.ts';

/** A worker that runs, or one that can be had at another node. */
export interface WorkerSlot<W> extends Candidate {
	readonly region: string | undefined;
	/** Whether it is on this node. */
	readonly here: boolean;
	/** Undefined until it was opened. */
	readonly running: W | undefined;
	/** Counts streams as load that are about to be made. @returns ends that: they are made, or never will be */
	expect(streams: number): () => void;
	/** The worker, started if it does not run yet. @throws Error when that fails */
	open(): Promise<W>;
}
