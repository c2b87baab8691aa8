import type { Logger } from 'pino';
import { DiskShortage, type DiskSpace } from '../storage/DiskSpace.ts';
import type { RunningCapture } from './RunningCapture.ts';
import { whyOver } from './whyOver.ts';

export interface CaptureWatchOptions {
	/** What runs now. */
	running(): Iterable<RunningCapture>;
	readonly disk: Pick<DiskSpace, 'shortage'>;
	/** Ends one that runs without its session. */
	stop(id: string, reason: string): Promise<unknown>;
	/** One was found that runs without its session. */
	onStray(): void;
	readonly logger: Logger;
}

/** ms between two looks at the disk while something is recorded. */
const DISK_INTERVAL = 5_000;
/** ms between two looks for captures without a session. */
const SESSION_INTERVAL = 1_000;

/** Looks after what runs: that there is room for it on the disk, and a session. */
export class CaptureWatch {
	readonly #options: CaptureWatchOptions;
	readonly #timers: readonly NodeJS.Timeout[];

	constructor(options: CaptureWatchOptions) {
		this.#options = options;
		this.#timers = [
			setInterval(() => void this.#watchDisk(), DISK_INTERVAL).unref(),
			setInterval(() => this.#watchSessions(), SESSION_INTERVAL).unref(),
		];
	}

	close(): void {
		for (const timer of this.#timers) clearInterval(timer);
	}

	/** Nothing more is recorded when the disk is nearly full: calls continue. */
	async #watchDisk(): Promise<void> {
		const { running, disk } = this.#options;
		if ([...running()].length === 0) return;
		const shortage = await disk.shortage().catch(() => undefined);
		if (shortage === undefined) return;
		for (const each of [...running()]) if (each.kind.fillsDisk) each.failed(shortage, new DiskShortage(shortage));
	}

	/** A session ends what is captured of it. Should it not have, that is found here: a composer must never run for nobody. */
	#watchSessions(): void {
		const { running, stop, onStray, logger } = this.#options;
		for (const { id, capture, host } of [...running()]) {
			const reason = whyOver(host, capture.participantId);
			if (reason === undefined) continue;
			const { kind, sessionId } = capture;
			logger.error({ captureId: id, kind, sessionId, reason }, 'capture without its session found, and ended');
			onStray();
			stop(id, reason).catch((error) => logger.error({ err: error, captureId: id }, 'capture could not be ended'));
		}
	}
}
