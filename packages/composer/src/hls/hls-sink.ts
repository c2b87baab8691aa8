import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { HlsInitEvent } from '@roomcast/contract/composer/events';
import type { FileResult, HlsSink as HlsSinkOptions } from '@roomcast/contract/composer/sinks';
import { initName } from '@roomcast/contract/hls/names';
import type { CodedPacket } from '../av/coded-packet.ts';
import type { StreamInfo } from '../av/stream-info.ts';
import { epochOf } from '../clock/epoch.ts';
import type { Composition } from '../compose/composition.ts';
import { type MediaPacket, toMediaPacket } from '../encode/media-packet.ts';
import { PacketOrder } from '../encode/packet-order.ts';
import { initSegment } from '../fmp4/init-segment.ts';
import { type Fmp4Track, fmp4Track } from '../fmp4/track.ts';
import type { Sink, SinkListener } from '../sinks/sink.ts';
import { type HlsCadence, hlsCadence } from './hls-cadence.ts';
import { mediaStartMs } from './media-start.ts';
import type { MediaTimes } from './part-file.ts';
import { SegmentFolder } from './segment-folder.ts';
import { type MediaPart, Segmenter } from './segmenter.ts';

/** Writes the composition as segments and parts of a low-latency HLS stream, from the first key frame on. */
export class HlsSink implements Sink {
	readonly id: string;
	readonly #options: HlsSinkOptions;
	readonly #composition: Composition;
	readonly #listener: SinkListener;
	readonly #streams: readonly StreamInfo[];
	readonly #tracks: readonly Fmp4Track[];
	readonly #cadence: HlsCadence;
	readonly #order: PacketOrder<MediaPacket>;
	readonly #segmenter: Segmenter;
	readonly #unsubscribe: () => void;
	#opening: Promise<void> | undefined;
	#waiting: MediaPart[] = [];
	#folder: SegmentFolder | undefined;
	#failed = false;

	/** @throws where the composition is not encoded as H.264 and AAC */
	constructor(composition: Composition, options: HlsSinkOptions, listener: SinkListener) {
		this.id = options.sinkId;
		this.#options = options;
		this.#composition = composition;
		this.#listener = listener;
		this.#streams = composition.outputs.streams;
		this.#tracks = this.#streams.map(fmp4Track);
		this.#cadence = hlsCadence(this.#streams, options.segmentSeconds ?? 2);
		this.#order = new PacketOrder(this.#streams.length);
		this.#segmenter = new Segmenter({
			streams: this.#streams.length,
			segmentUs: this.#cadence.segmentUs,
			partUs: this.#cadence.partUs,
			firstSegment: options.firstSegment ?? 0,
		});
		this.#unsubscribe = composition.outputs.subscribe({
			// What is played once it is over is played from its start.
			live: options.mediaStart !== 0,
			packet: (stream, packet) => this.#packet(stream, packet),
			failed: (reason) => this.#fail(reason),
		});
	}

	async close(): Promise<FileResult[]> {
		// What happened until now is still on its way through the composition.
		if (!this.#failed) await this.#composition.reach(performance.now());
		this.#unsubscribe();
		for (const { stream, packet } of this.#order.flush()) this.#segment(stream, packet);
		const rest = this.#segmenter.flush();
		if (rest) this.#part(rest);
		await this.#opening;
		const video = this.#streams.find((stream) => stream.kind === 'video');
		const result = await this.#folder?.close();
		if (!result) return [];
		const size = video ? { width: video.width, height: video.height } : {};
		return [{ path: this.#options.path, format: 'hls', ...result, ...size }];
	}

	#packet(stream: number, packet: CodedPacket): void {
		if (this.#failed) {
			packet.free();
			return;
		}
		const kind = this.#streams[stream]?.kind ?? 'audio';
		for (const next of this.#order.push(stream, toMediaPacket(kind, packet))) this.#segment(next.stream, next.packet);
	}

	#segment(stream: number, packet: MediaPacket): void {
		if (!this.#opening && stream === 0 && packet.keyFrame) this.#opening = this.#open(packet.ptsUs);
		const ended = this.#segmenter.push(stream, packet);
		if (ended) this.#part(ended);
	}

	#part(part: MediaPart): void {
		if (this.#folder) this.#folder.write(part);
		else this.#waiting.push(part);
	}

	async #open(originUs: number): Promise<void> {
		const { path, firstSegment = 0, timelineStart, mediaStart, discontinuity = false } = this.#options;
		const startedAt = epochOf(this.#composition.startMs + originUs / 1000);
		const elapsedMs = Math.max(0, startedAt - (timelineStart ?? startedAt));
		const times: MediaTimes = {
			originUs,
			offsetMs: mediaStart === undefined ? mediaStartMs(elapsedMs) : mediaStart * 1000 + Math.round(elapsedMs),
		};
		const initPath = join(path, initName(firstSegment));
		try {
			await writeFile(initPath, initSegment(this.#tracks));
		} catch (error) {
			this.#fail(error instanceof Error ? error.message : String(error));
			return;
		}
		this.#listener.report(this.#initEvent(initPath));
		this.#listener.started(startedAt);
		const folder = new SegmentFolder({
			sinkId: this.id,
			path,
			initPath,
			tracks: this.#tracks,
			times,
			startedAt,
			discontinuityAt: discontinuity ? firstSegment : undefined,
			report: (event) => this.#listener.report(event),
			failed: (reason) => this.#fail(reason),
		});
		for (const part of this.#waiting) folder.write(part);
		this.#waiting = [];
		this.#folder = folder;
	}

	#initEvent(path: string): HlsInitEvent {
		const video = this.#streams.find((stream) => stream.kind === 'video');
		const { bandwidth, targetDurationSeconds, partUs } = this.#cadence;
		return {
			type: 'hls-init',
			sinkId: this.id,
			path,
			codecs: this.#tracks.map(({ codecName }) => codecName).join(','),
			bandwidth,
			...(video ? { width: video.width, height: video.height } : {}),
			...(video?.frameRate ? { frameRate: video.frameRate } : {}),
			targetDurationSeconds,
			partTargetMs: partUs / 1000,
		};
	}

	#fail(reason: string): void {
		if (this.#failed) return;
		this.#failed = true;
		this.#listener.failed(reason);
	}
}
