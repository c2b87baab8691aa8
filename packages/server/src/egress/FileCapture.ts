import { mkdir } from 'node:fs/promises';
import type { SinkDescription } from '@roomcast/contract/composer/sinks';
import type { EngineSink, SinkEnd } from './Engine.ts';
import { RunningCapture, type RunningCaptureOptions } from './RunningCapture.ts';
import type { StoredCapture, TrackKind } from './StoredCapture.ts';

/** A sink that writes a file, or files into a folder. */
export type PathSink = Extract<SinkDescription, { readonly path: string }>;

/** What composers write for a capture into files. */
export interface FileSinks {
	/**
	 * What a composer writes. Where that is a folder, this makes it.
	 *
	 * @param part number of the part, from 1: each has a file, or a folder, of its own
	 * @param startedAt epoch ms of the first moment of the first part, once that is known
	 */
	describe(capture: StoredCapture, part: number, startedAt: number | null): PathSink | Promise<PathSink>;
	/** Whether it needs a stream. */
	needs(capture: StoredCapture, participantId: string, kind: TrackKind): boolean;
}

/** A capture into files that a composer writes, one for each composer that was needed. */
export class FileCapture extends RunningCapture implements EngineSink {
	readonly #sinks: FileSinks;
	#parts: number;
	/** Epoch ms of its first moment. */
	#begin: number | null;

	constructor(options: RunningCaptureOptions, sinks: FileSinks) {
		super(options);
		this.#sinks = sinks;
		this.#parts = options.parts;
		this.#begin = options.capture.startedAt;
	}

	override async begin(): Promise<void> {
		if (this.over) return;
		await mkdir(this.capture.folder, { recursive: true });
		await this.engine.add(this);
	}

	protected override close(): Promise<SinkEnd> {
		return this.engine.remove(this.id);
	}

	async describe(): Promise<SinkDescription> {
		this.#parts++;
		const sink = await this.#sinks.describe(this.capture, this.#parts, this.#begin);
		await this.log.part(this.capture, { number: this.#parts, path: sink.path });
		return sink;
	}

	override started(at: number): void {
		this.#begin ??= at;
		super.started(at);
	}

	needs(participantId: string, kind: TrackKind): boolean {
		return this.#sinks.needs(this.capture, participantId, kind);
	}
}
