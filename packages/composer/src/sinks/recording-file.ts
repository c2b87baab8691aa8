import { stat } from 'node:fs/promises';
import type { FileResult } from '@roomcast/contract/composer/sinks';
import type { CodedPacket } from '../av/coded-packet.ts';
import { Muxer } from '../av/muxer.ts';
import type { StreamInfo } from '../av/stream-info.ts';
import { epochOf } from '../clock/epoch.ts';
import { type Gap, writeSidecar } from './sidecar.ts';

export interface RecordingFileOptions {
	readonly path: string;
	readonly container: 'mp4' | 'webm';
	readonly streams: readonly StreamInfo[];
	/** Local monotonic ms of the file's time 0. */
	readonly startMs: number;
}

/** A growing recording: plays at any moment, and has its start time beside it for a successor to go on from. */
export class RecordingFile {
	readonly startMs: number;
	readonly #path: string;
	readonly #container: 'mp4' | 'webm';
	readonly #streams: readonly StreamInfo[];
	readonly #muxer: Muxer;
	readonly #lastUs: number[];
	#endUs = 0;

	private constructor(options: RecordingFileOptions, muxer: Muxer) {
		this.startMs = options.startMs;
		this.#path = options.path;
		this.#container = options.container;
		this.#streams = options.streams;
		this.#muxer = muxer;
		this.#lastUs = options.streams.map(() => Number.NEGATIVE_INFINITY);
	}

	/** @throws {MediaError} where the file cannot be made */
	static async create(options: RecordingFileOptions): Promise<RecordingFile> {
		// Packets come nearly in order of time; putting them in order exactly would hold back what a crash then loses.
		const muxer = await Muxer.create({ ...options, interleave: false });
		try {
			await writeSidecar(options.path, { startedAt: epochOf(options.startMs), gaps: [] });
		} catch (error) {
			await muxer.close().catch(() => {});
			throw error;
		}
		return new RecordingFile(options, muxer);
	}

	get startedAt(): number {
		return epochOf(this.startMs);
	}

	get failure(): Error | undefined {
		return this.#muxer.failure;
	}

	/** Takes over a packet whose times count from the file's start. One that runs backwards is dropped. */
	write(stream: number, packet: CodedPacket): void {
		const last = this.#lastUs[stream] ?? Number.NEGATIVE_INFINITY;
		if (packet.ptsUs <= last || packet.ptsUs < 0) {
			packet.free();
			return;
		}
		this.#lastUs[stream] = packet.ptsUs;
		this.#endUs = Math.max(this.#endUs, packet.ptsUs + packet.durationUs);
		this.#muxer.write(stream, packet);
	}

	/** Writes the end. @param gaps kept in the sidecar */
	async close(gaps: readonly Gap[] = []): Promise<FileResult> {
		await this.#muxer.close();
		await writeSidecar(this.#path, { startedAt: this.startedAt, gaps });
		const video = this.#streams.find((stream) => stream.kind === 'video');
		return {
			path: this.#path,
			format: this.#container,
			durationMs: Math.round(this.#endUs / 1000),
			bytes: (await stat(this.#path)).size,
			...(video ? { width: video.width, height: video.height } : {}),
		};
	}

	/** Lets go of a file that cannot be written any more. It stays as it is, and joining it alone makes it whole. */
	async abandon(): Promise<FileResult[]> {
		await this.#muxer.close().catch(() => {});
		return [];
	}
}
