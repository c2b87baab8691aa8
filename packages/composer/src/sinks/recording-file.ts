import { rename, stat } from 'node:fs/promises';
import type { FileResult } from '@roomcast/contract/composer/sinks';
import type { CodedPacket } from '../av/coded-packet.ts';
import { Muxer } from '../av/muxer.ts';
import { type StreamInfo, shownSize } from '../av/stream-info.ts';
import { epochOf } from '../clock/epoch.ts';
import { type Gap, sidecarPath, writeSidecar } from './sidecar.ts';

/** A picture this far back belongs to another time. */
const MAX_BACK_US = 1_000_000;
/** What WebM can tell apart. */
const NEXT_US = 1000;

export interface RecordingFileOptions {
	readonly path: string;
	readonly container: 'mp4' | 'webm';
	readonly streams: readonly StreamInfo[];
	/** Local monotonic ms of the file's time 0. */
	readonly startMs: number;
	/** Its picture is black from beginning to end: nobody showed one. */
	readonly standIn?: boolean;
}

/** A growing recording: plays at any moment, and has its start time beside it for a successor to continue from. */
export class RecordingFile {
	readonly startMs: number;
	#path: string;
	readonly #standIn: boolean;
	readonly #container: 'mp4' | 'webm';
	readonly #streams: readonly StreamInfo[];
	readonly #muxer: Muxer;
	readonly #lastUs: number[];
	#endUs = 0;

	private constructor(options: RecordingFileOptions, muxer: Muxer) {
		this.startMs = options.startMs;
		this.#path = options.path;
		this.#standIn = options.standIn ?? false;
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
			await writeSidecar(options.path, {
				startedAt: epochOf(options.startMs),
				gaps: [],
				...(options.standIn ? { standIn: true } : {}),
			});
		} catch (error) {
			await muxer.close().catch(() => {});
			throw error;
		}
		return new RecordingFile(options, muxer);
	}

	get path(): string {
		return this.#path;
	}

	get hasVideo(): boolean {
		return this.#streams.some(({ kind }) => kind === 'video');
	}

	get startedAt(): number {
		return epochOf(this.startMs);
	}

	get failure(): Error | undefined {
		return this.#muxer.failure;
	}

	/**
	 * Takes over a packet whose times count from the file's start. Sound that runs backwards is dropped; a picture, which
	 * the next ones need, comes right after the one before it.
	 */
	write(stream: number, packet: CodedPacket): void {
		const last = this.#lastUs[stream] ?? Number.NEGATIVE_INFINITY;
		const ptsUs = Math.round(packet.ptsUs);
		const backUs = last - ptsUs;
		if (backUs >= 0 && backUs < MAX_BACK_US && this.#streams[stream]?.kind === 'video') {
			this.write(stream, packet.clone(backUs + NEXT_US));
			packet.free();
			return;
		}
		if (backUs >= 0 || ptsUs < 0) {
			packet.free();
			return;
		}
		this.#lastUs[stream] = ptsUs;
		this.#endUs = Math.max(this.#endUs, packet.ptsUs + packet.durationUs);
		this.#muxer.write(stream, packet);
	}

	/** Resolves when what was given so far is in the file. */
	written(): Promise<void> {
		return this.#muxer.drained();
	}

	/** Takes the place of another file while it continues. */
	async moveTo(path: string): Promise<void> {
		await this.#muxer.drained();
		await rename(this.#path, path);
		await rename(sidecarPath(this.#path), sidecarPath(path));
		this.#path = path;
	}

	/** Writes the end. @param gaps kept in the sidecar */
	async close(gaps: readonly Gap[] = []): Promise<FileResult> {
		await this.#muxer.close();
		await writeSidecar(this.#path, {
			startedAt: this.startedAt,
			gaps,
			...(this.#standIn ? { standIn: true } : {}),
		});
		const video = this.#streams.find((stream) => stream.kind === 'video');
		return {
			path: this.#path,
			format: this.#container,
			durationMs: Math.round(this.#endUs / 1000),
			bytes: (await stat(this.#path)).size,
			...(video ? shownSize(video) : {}),
		};
	}

	/** Lets go of a file that cannot be written any more. It stays as it is, and joining it alone makes it whole. */
	async abandon(): Promise<FileResult[]> {
		await this.#muxer.close().catch(() => {});
		return [];
	}
}
