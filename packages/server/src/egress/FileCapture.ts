import { mkdir } from 'node:fs/promises';
import type { SinkDescription } from '@roomcast/contract/composer/sinks';
import type { TrackKind } from './Capture.ts';
import { needsStream, sinkOf } from './captureSink.ts';
import type { EngineSink, SinkEnd } from './Engine.ts';
import { RunningCapture, type RunningCaptureOptions } from './RunningCapture.ts';

/** A recording: files that a composer writes, one for each composer that was needed. */
export class FileCapture extends RunningCapture implements EngineSink {
	#parts: number;
	/** Epoch ms of its first moment. */
	#begin: number | null;

	constructor(options: RunningCaptureOptions) {
		super(options);
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
		const sink = sinkOf(this.capture, this.#parts, this.#begin);
		if (!('path' in sink)) throw new Error(`${sink.kind} is no file`);
		if (sink.kind === 'hls') await mkdir(sink.path, { recursive: true });
		await this.log.part(this.id, { number: this.#parts, path: sink.path });
		return sink;
	}

	override started(at: number): void {
		this.#begin ??= at;
		super.started(at);
	}

	needs(participantId: string, kind: TrackKind): boolean {
		return needsStream(this.capture, participantId, kind);
	}
}
