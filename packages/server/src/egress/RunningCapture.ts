import { BlamedError } from '../log/BlamedError.ts';
import type { SessionHost } from '../sessions/host/SessionHost.ts';
import type { CaptureLog } from './CaptureLog.ts';
import type { Engine, SinkEnd } from './Engine.ts';
import type { OutputFacts } from './OutputFacts.ts';
import type { StoredCapture } from './StoredCapture.ts';

export interface RunningCaptureOptions {
	readonly capture: StoredCapture;
	readonly host: SessionHost;
	readonly engine: Engine;
	readonly log: CaptureLog;
	readonly kind: OutputFacts;
	/** Earlier parts: it continues after a server died. */
	readonly parts: number;
	/** It cannot continue. */
	onFailed(reason: string, error: Error): void;
}

/** Ends that are nobody's request. */
const STOPPED = new Map([
	['SESSION_ENDED', 'the session ended'],
	['PARTICIPANT_LEFT', 'the participant left'],
	['STREAM_ENDED', 'the stream that it records ended'],
	['SERVER_SHUTDOWN', 'the server was stopped'],
]);

/** A capture that runs: from its composer's first moment to its last, over deaths of composers. */
export abstract class RunningCapture {
	readonly id: string;
	readonly host: SessionHost;
	readonly capture: StoredCapture;
	readonly kind: OutputFacts;
	/** Resolves when the first moment is written down, rejects when there will be none. */
	readonly first: Promise<void>;
	protected readonly engine: Engine;
	protected readonly log: CaptureLog;
	readonly #onFailed: (reason: string, error: Error) => void;
	readonly #first = Promise.withResolvers<void>();
	/** Whether it continues on another node. */
	moved = false;
	#startedAt: number | null;
	#over = false;

	constructor({ capture, host, engine, log, kind, onFailed }: RunningCaptureOptions) {
		this.capture = capture;
		this.kind = kind;
		this.host = host;
		this.id = capture.id;
		this.engine = engine;
		engine.hold(this);
		this.log = log;
		this.#onFailed = onFailed;
		this.#startedAt = capture.startedAt;
		this.first = this.#first.promise;
		// Nobody may be waiting for it.
		this.first.catch(() => {});
		if (this.#startedAt !== null) this.#first.resolve();
	}

	/** Whether anything of it was captured. */
	get begun(): boolean {
		return this.#startedAt !== null;
	}

	/** Whether it was stopped, or has failed. */
	get over(): boolean {
		return this.#over;
	}

	/** Have a composer write it, unless it is over by then. @throws Error when no composer is to be had */
	abstract begin(): Promise<void>;

	/**
	 * Take it out of its composer.
	 *
	 * @param moved whether it continues on another node: nothing of its end is written down
	 */
	protected abstract close(moved: boolean): Promise<SinkEnd>;

	/**
	 * Ends it; what it writes is finished then, or left as it is. Called once.
	 *
	 * @param reason of its end, as it is written down
	 */
	async end(reason?: string): Promise<SinkEnd> {
		this.#over = true;
		// A caller that waits for its first moment stops waiting.
		const how = STOPPED.get(reason ?? '') ?? 'it was stopped';
		this.#first.reject(new BlamedError('caller', `${how} before anything was recorded`));
		return this.close(this.moved).finally(() => this.engine.letGo(this));
	}

	/** The same here, while it continues on another node. */
	async letGo(): Promise<SinkEnd> {
		this.moved = true;
		return this.end();
	}

	/** @param at epoch ms of its first moment */
	started(at: number): void {
		if (this.#startedAt !== null) return;
		this.#startedAt = at;
		this.log.started(this.capture, at).then(
			() => this.#first.resolve(),
			(error) => this.#first.reject(error),
		);
	}

	/**
	 * It cannot continue.
	 *
	 * @param error what a start that waits for it is answered with; tells whose failure it is
	 */
	failed(reason: string, error: Error = new Error(reason)): void {
		this.#first.reject(error);
		if (this.#over) return;
		this.#over = true;
		this.#onFailed(reason, error);
	}
}
