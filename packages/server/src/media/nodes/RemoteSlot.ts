import type { MediaWorker } from '../MediaWorker.ts';
import type { WorkerSlot } from '../WorkerSlot.ts';
import type { OpenedWorker } from './openWorker.ts';

/** ms without a session after which a worker is given back. */
const IDLE = 30_000;
/** ms for which a node is left alone that could not start a worker. */
const PAUSE = 5_000;

export interface RemoteSlotOptions {
	readonly region: string | undefined;
	/** What the machine has to do besides, in streams for each of its cores. */
	others(): number;
	open(): Promise<OpenedWorker>;
	onDied(worker: MediaWorker, error: Error): void;
}

/** A media worker that another node has for this one: started when it is needed, and given back when it is not. */
export class RemoteSlot implements WorkerSlot<MediaWorker> {
	readonly here = false;
	readonly #options: RemoteSlotOptions;
	#opening: Promise<MediaWorker> | undefined;
	#opened: OpenedWorker | undefined;
	#expected = 0;
	#failedAt = Number.NEGATIVE_INFINITY;
	#idleSince = performance.now();

	constructor(options: RemoteSlotOptions) {
		this.#options = options;
	}

	get region(): string | undefined {
		return this.#options.region;
	}

	get running(): MediaWorker | undefined {
		return this.#opened?.worker.running;
	}

	/** Whether somebody has asked for the worker. */
	get used(): boolean {
		return this.#opening !== undefined;
	}

	/** Whether the node may be asked for it. */
	get available(): boolean {
		return performance.now() - this.#failedAt > PAUSE;
	}

	get load(): number {
		return this.#options.others() + this.#expected + (this.running?.load ?? 0);
	}

	/** Streams of the worker, as far as they are made. */
	get streams(): number {
		return this.running?.streams ?? 0;
	}

	expect(streams: number): () => void {
		this.#expected += streams;
		let waiting = true;
		return () => {
			if (waiting) this.#expected -= streams;
			waiting = false;
		};
	}

	open(): Promise<MediaWorker> {
		this.#idleSince = performance.now();
		this.#opening ??= this.#open();
		return this.#opening;
	}

	/** Called again and again: tells the node what the worker carries, and gives back one that carries nothing. */
	tick(): void {
		const opened = this.#opened;
		if (opened === undefined) return;
		opened.report(this.streams);
		if (opened.worker.routers > 0 || this.#expected > 0) this.#idleSince = performance.now();
		else if (performance.now() - this.#idleSince > IDLE) this.close();
	}

	close(): void {
		this.#opened?.worker.close();
		this.#forget();
	}

	async #open(): Promise<MediaWorker> {
		try {
			const opened = await this.#options.open();
			this.#opened = opened;
			opened.worker.once('died', (error) => {
				this.#forget();
				this.#options.onDied(opened.worker, error);
			});
			return opened.worker;
		} catch (error) {
			this.#failedAt = performance.now();
			this.#forget();
			throw error;
		}
	}

	#forget(): void {
		this.#opened = undefined;
		this.#opening = undefined;
	}
}
