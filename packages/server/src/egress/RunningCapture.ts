import { mkdir } from 'node:fs/promises';
import type { SinkDescription } from '@roomcast/contract/composer/sinks';
import type { SessionHost } from '../sessions/host/SessionHost.ts';
import type { StoredCapture, TrackKind } from './Capture.ts';
import type { CaptureLog } from './CaptureLog.ts';
import { needsStream, sinkOf } from './captureSink.ts';
import type { Engine, EngineSink, SinkEnd } from './Engine.ts';

export interface RunningCaptureOptions {
	readonly capture: StoredCapture;
	readonly host: SessionHost;
	readonly engine: Engine;
	readonly log: CaptureLog;
	/** Parts that there are already: it goes on after a server died. */
	readonly parts: number;
	/** It cannot go on. */
	onFailed(reason: string): void;
}

/** A capture that is being written: from its composer's first moment to its last, over deaths of composers. */
export class RunningCapture implements EngineSink {
	readonly id: string;
	readonly host: SessionHost;
	readonly capture: StoredCapture;
	/** Resolves when the first moment is written down, rejects when it cannot be recorded. */
	readonly first: Promise<void>;
	readonly #options: RunningCaptureOptions;
	readonly #first = Promise.withResolvers<void>();
	#parts: number;
	#startedAt: number | null;
	#over = false;

	constructor(options: RunningCaptureOptions) {
		this.#options = options;
		this.capture = options.capture;
		this.host = options.host;
		this.id = options.capture.id;
		this.#parts = options.parts;
		this.#startedAt = options.capture.startedAt;
		this.first = this.#first.promise;
		// Nobody may be waiting for it.
		this.first.catch(() => {});
		if (this.#startedAt !== null) this.#first.resolve();
	}

	/** Whether anything of it was recorded. */
	get begun(): boolean {
		return this.#startedAt !== null;
	}

	/** @throws Error when no composer is to be had */
	async begin(): Promise<void> {
		await mkdir(this.capture.folder, { recursive: true });
		await this.#options.engine.add(this);
	}

	/** Ends it; its last file is finished then, or left as it is. */
	async end(): Promise<SinkEnd> {
		this.#over = true;
		// Whoever waits for its first moment waits no longer.
		this.#first.reject(new Error('it was stopped before anything was recorded'));
		return this.#options.engine.remove(this.id);
	}

	async describe(): Promise<SinkDescription> {
		this.#parts++;
		const sink = sinkOf(this.capture, this.#parts);
		if (!('path' in sink)) throw new Error(`${sink.kind} is no file`);
		await this.#options.log.part(this.id, { number: this.#parts, path: sink.path });
		return sink;
	}

	needs(participantId: string, kind: TrackKind): boolean {
		return needsStream(this.capture, participantId, kind);
	}

	started(at: number): void {
		if (this.#startedAt !== null) return;
		this.#startedAt = at;
		this.#options.log.started(this.capture, at).then(
			() => this.#first.resolve(),
			(error) => this.#first.reject(error),
		);
	}

	failed(reason: string): void {
		this.#first.reject(new Error(reason));
		if (this.#over) return;
		this.#over = true;
		this.#options.onFailed(reason);
	}
}
