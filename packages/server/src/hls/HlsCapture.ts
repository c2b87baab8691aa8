import { mkdir } from 'node:fs/promises';
import type { SinkReport } from '@roomcast/contract/composer/events';
import type { SinkDescription } from '@roomcast/contract/composer/sinks';
import { isComposed } from '../egress/composition.ts';
import type { EngineSink, SinkEnd } from '../egress/Engine.ts';
import { RunningCapture, type RunningCaptureOptions } from '../egress/RunningCapture.ts';
import type { TrackKind } from '../egress/StoredCapture.ts';
import type { HlsStream } from './HlsStream.ts';
import type { HlsStreams } from './HlsStreams.ts';
import { hlsUrlsOf } from './hlsId.ts';

/**
 * HLS of a room: segments and parts that a composer writes, as a stream that players watch. When the composer dies, what
 * players had of the last segment stays, and the next composer continues after it.
 */
export class HlsCapture extends RunningCapture implements EngineSink {
	readonly #streams: HlsStreams;
	#stream: HlsStream | undefined;
	#at: number | undefined;
	#playable = false;

	constructor(options: RunningCaptureOptions, streams: HlsStreams) {
		super(options);
		this.#streams = streams;
	}

	override async begin(): Promise<void> {
		if (this.over) return;
		await mkdir(this.capture.folder, { recursive: true });
		this.#stream = await this.#streams.open(this.capture);
		if (this.over) {
			await this.#stream.end().catch(() => {});
			this.#streams.ended(this.capture);
			return;
		}
		if (this.#stream.playable) this.#tellPlayable();
		await this.engine.add(this);
	}

	protected override async close(): Promise<SinkEnd> {
		const end = await this.engine.remove(this.id);
		// What the disk did not take is left out; what it has is whole.
		await this.#stream?.end().catch(() => {});
		return end;
	}

	async describe(): Promise<SinkDescription> {
		const stream = this.#stream;
		if (stream === undefined) throw new Error('its stream is not open');
		const firstSegment = await stream.breakOff();
		const timelineStart = stream.startedAt ?? this.capture.startedAt ?? undefined;
		return {
			kind: 'hls',
			sinkId: this.id,
			path: this.capture.folder,
			firstSegment,
			discontinuity: firstSegment > 0,
			...(timelineStart === undefined ? {} : { timelineStart }),
		};
	}

	needs(_: string, kind: TrackKind): boolean {
		return isComposed(this.capture, kind);
	}

	/** It has started for others when there is something to watch. */
	override started(at: number): void {
		this.#at ??= at;
		this.#stream?.start(at).catch((error) => this.failed(`it could not be written: ${(error as Error).message}`));
	}

	event(event: SinkReport): void {
		if (event.type === 'rtmp-state' || event.type === 'rtmp-redirect') return;
		this.#take(event).catch((error) => this.failed(`it could not be written: ${(error as Error).message}`));
	}

	async #take(event: Exclude<SinkReport, { type: 'rtmp-state' | 'rtmp-redirect' }>): Promise<void> {
		const stream = this.#stream;
		if (stream === undefined) return;
		await stream.take(event);
		if (event.type === 'hls-part' && this.#at !== undefined) super.started(this.#at);
		if (this.#playable || stream.playable || this.over || !stream.hasEnough) return;
		this.#playable = true;
		await this.first;
		if (this.over || !(await this.log.playable(this.capture))) return;
		await stream.tellPlayable();
		if (!this.over) this.#tellPlayable();
	}

	#tellPlayable(): void {
		const { capture, host } = this;
		const { playbackHlsUrl, livestreamUrl } = hlsUrlsOf(capture) ?? {};
		if (playbackHlsUrl === undefined || livestreamUrl === undefined) return;
		host.captures.change({ capture: 'hls', status: 'PLAYABLE', id: capture.id, playbackHlsUrl, livestreamUrl });
	}
}
