import type { SinkReport } from '@roomcast/contract/composer/events';
import type { FileResult } from '@roomcast/contract/composer/sinks';

/** What a sink tells its owner while it runs. */
export interface SinkListener {
	/** The first moment is in. @param startedAt epoch ms of it */
	started(startedAt: number): void;
	report(event: SinkReport): void;
	/** Something a person who looks for a reason should know; no secret is in it. */
	log(message: string): void;
	/** It can write no more; its owner closes it. */
	failed(reason: string): void;
}

/** Somewhere media goes. It takes what it needs on its own, from the inputs or from the composition. */
export interface Sink {
	readonly id: string;
	/** Ends it. @returns the files it has made, finished and seekable; none where nothing came */
	close(): Promise<FileResult[]>;
}
