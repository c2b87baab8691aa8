import { unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { HlsPartEvent, HlsSegmentEvent } from '@roomcast/contract/composer/events';
import { partName, segmentName } from '@roomcast/contract/hls/names';
import type { Fmp4Track } from '../fmp4/track.ts';
import { type MediaTimes, partFile } from './part-file.ts';
import type { MediaPart } from './segmenter.ts';

export interface SegmentFolderOptions {
	readonly sinkId: string;
	readonly path: string;
	readonly initPath: string;
	readonly tracks: readonly Fmp4Track[];
	readonly times: MediaTimes;
	/** Epoch ms of the first moment. */
	readonly startedAt: number;
	/** Number of the segment whose times do not follow those of the one before. */
	readonly discontinuityAt: number | undefined;
	report(event: HlsPartEvent | HlsSegmentEvent): void;
	failed(reason: string): void;
}

/** More parts waiting than this means the disk has stopped: about ten seconds. */
const MAX_QUEUED = 25;
/** Parts stay on the disk for so many more segments: longer than any playlist lists them, for players that are slow. */
const PARTS_KEPT = 8;

/** The files of one HLS sink, written one after the other; a slow disk holds up nobody else. */
export class SegmentFolder {
	readonly #options: SegmentFolderOptions;
	/** The parts of the segment in the making. */
	#parts: Buffer[] = [];
	/** Files of parts, by segment, that are still there. */
	readonly #kept = new Map<number, string[]>();
	#segmentStartUs = 0;
	#sequence = 0;
	#durationMs = 0;
	#bytes = 0;
	#queued = 0;
	#tail: Promise<void> = Promise.resolve();
	#failure: string | undefined;

	constructor(options: SegmentFolderOptions) {
		this.#options = options;
	}

	/** Queues a part. */
	write(part: MediaPart): void {
		if (this.#failure !== undefined) return;
		if (this.#queued >= MAX_QUEUED) {
			this.#fail(`the disk is too slow: ${MAX_QUEUED} parts are waiting to be written`);
			return;
		}
		this.#queued += 1;
		this.#tail = this.#tail.then(() => this.#write(part));
	}

	/** Waits for what is queued. @returns what all segments come to */
	async close(): Promise<{ durationMs: number; bytes: number }> {
		await this.#tail;
		return { durationMs: Math.round(this.#durationMs), bytes: this.#bytes };
	}

	async #write(part: MediaPart): Promise<void> {
		try {
			if (this.#failure === undefined) await this.#writePart(part);
			if (part.last && this.#failure === undefined) await this.#writeSegment(part);
		} catch (error) {
			this.#fail(error instanceof Error ? error.message : String(error));
		} finally {
			this.#queued -= 1;
		}
	}

	async #writePart(part: MediaPart): Promise<void> {
		const { sinkId, tracks, times, report } = this.#options;
		const { segment, independent, last } = part;
		const bytes = partFile(part, tracks, times, ++this.#sequence);
		const path = join(this.#options.path, partName(segment, part.part));
		await writeFile(path, bytes);
		if (part.part === 0) this.#segmentStartUs = part.startUs;
		this.#parts.push(bytes);
		this.#kept.set(segment, [...(this.#kept.get(segment) ?? []), path]);
		report({
			type: 'hls-part',
			sinkId,
			segment,
			part: part.part,
			path,
			durationMs: part.durationUs / 1000,
			independent,
			last,
			bytes: bytes.length,
			programDateTime: this.#dateOf(part.startUs),
			...this.#belonging(segment),
		});
	}

	async #writeSegment({ segment, startUs, durationUs }: MediaPart): Promise<void> {
		const bytes = Buffer.concat(this.#parts);
		this.#parts = [];
		const path = join(this.#options.path, segmentName(segment));
		await writeFile(path, bytes);
		const durationMs = (startUs + durationUs - this.#segmentStartUs) / 1000;
		this.#durationMs += durationMs;
		this.#bytes += bytes.length;
		this.#options.report({
			type: 'hls-segment',
			sinkId: this.#options.sinkId,
			number: segment,
			path,
			durationMs,
			bytes: bytes.length,
			programDateTime: this.#dateOf(this.#segmentStartUs),
			...this.#belonging(segment),
		});
		await this.#removeOldParts(segment);
	}

	#belonging(segment: number): { discontinuity: boolean; initPath: string } {
		return { discontinuity: segment === this.#options.discontinuityAt, initPath: this.#options.initPath };
	}

	#dateOf(us: number): number {
		return this.#options.startedAt + (us - this.#options.times.originUs) / 1000;
	}

	async #removeOldParts(segment: number): Promise<void> {
		for (const [number, paths] of this.#kept) {
			if (number > segment - PARTS_KEPT) return;
			this.#kept.delete(number);
			// One that has gone already is no trouble.
			await Promise.all(paths.map((path) => unlink(path).catch(() => {})));
		}
	}

	#fail(reason: string): void {
		if (this.#failure !== undefined) return;
		this.#failure = reason;
		this.#options.failed(reason);
	}
}
