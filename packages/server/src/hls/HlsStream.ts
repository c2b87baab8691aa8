import { readFile, unlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { HlsInitEvent, HlsPartEvent, HlsSegmentEvent } from '@roomcast/contract/composer/events';
import { segmentName } from '@roomcast/contract/hls/names';
import { HlsTimeline } from '@roomcast/contract/hls/timeline';
import { type HlsByteRange, HlsJournal, type HlsRecord } from './HlsJournal.ts';
import { HlsMediaFile } from './HlsMediaFile.ts';
import { HlsParts } from './HlsParts.ts';

type HlsEvent = HlsInitEvent | HlsPartEvent | HlsSegmentEvent;

/** Players may begin when there is so much, in target durations: those that know nothing of parts begin three before the end. */
const PLAYABLE_TARGET_DURATIONS = 3;

/**
 * One HLS stream on this machine: what its composers wrote, as players see it. It is in a folder, so that it can
 * be opened again after a crash, and after its end.
 */
export class HlsStream {
	readonly folder: string;
	readonly timeline = new HlsTimeline();
	readonly parts: HlsParts;
	/** Init segments and segments in the media file, by name. */
	readonly byteRanges = new Map<string, HlsByteRange>();
	/** What all records that still matter say. */
	readonly #records: HlsRecord[] = [];
	#info: HlsInitEvent | undefined;
	#startedAt: number | undefined;
	#playable = false;
	/** Whether the disk did not take something. */
	#broken = false;
	#version = 0;
	#waiting: (() => void)[] = [];
	#journal: HlsJournal | undefined;
	#media: HlsMediaFile | undefined;
	#tail: Promise<void> = Promise.resolve();

	private constructor(folder: string) {
		this.folder = folder;
		this.parts = new HlsParts(folder);
	}

	/** To write to: a new one, or what a server that died left. The folder exists. */
	static async open(folder: string): Promise<HlsStream> {
		const stream = (await HlsStream.read(folder)) ?? new HlsStream(folder);
		stream.#journal = await HlsJournal.open(folder);
		stream.#media = await HlsMediaFile.open(folder, stream.mediaBytes);
		return stream;
	}

	/** To look at. @returns undefined when there is none in the folder */
	static async read(folder: string): Promise<HlsStream | undefined> {
		const records = await HlsJournal.read(folder);
		if (records === undefined) return undefined;
		const stream = new HlsStream(folder);
		for (const record of records) stream.#apply(record);
		return stream;
	}

	/** What its playlists have to say; undefined before the first moment. */
	get info(): HlsInitEvent | undefined {
		return this.#info;
	}

	/** Epoch ms of the first moment. */
	get startedAt(): number | undefined {
		return this.#startedAt;
	}

	/** Whether players know that they may begin. */
	get playable(): boolean {
		return this.#playable;
	}

	/** Whether players may begin, told or not. */
	get hasEnough(): boolean {
		const target = this.#info?.targetDurationSeconds;
		return target !== undefined && this.timeline.durationMs >= PLAYABLE_TARGET_DURATIONS * target * 1000;
	}

	/** Grows with everything that changes a playlist. */
	get version(): number {
		return this.#version;
	}

	/** Bytes of the media file that are in use. */
	get mediaBytes(): number {
		let end = 0;
		for (const { offset, bytes } of this.byteRanges.values()) end = Math.max(end, offset + bytes);
		return end;
	}

	/** Epoch ms at which the last segment ends; undefined without one. */
	get endsAt(): number | undefined {
		const last = this.timeline.segments.at(-1);
		return last && last.programDateTime + last.durationMs;
	}

	/** Resolves with the next change. */
	changed(): Promise<void> {
		return new Promise((resolve) => {
			this.#waiting.push(resolve);
		});
	}

	/** The first composer has begun. @param at epoch ms */
	start(at: number): Promise<void> {
		return this.#do(async () => {
			if (this.#startedAt === undefined) await this.#write({ type: 'start', at });
		});
	}

	/** Takes over what the composer tells, in order. Resolves when players hear of it. @throws what the disk says: nothing more is taken over then */
	take(event: HlsEvent): Promise<void> {
		return this.#do(async () => {
			if (this.timeline.ended || this.#broken) return;
			try {
				await this.#take(event);
			} catch (error) {
				// What follows would leave a hole.
				this.#broken = true;
				throw error;
			}
		});
	}

	/** Players learn that they may begin. */
	tellPlayable(): Promise<void> {
		return this.#do(() => this.#write({ type: 'playable' }));
	}

	/**
	 * The composer is gone, perhaps in the middle of a segment: what players have of it is a segment.
	 *
	 * @returns the number that the next composer continues with
	 */
	async breakOff(): Promise<number> {
		await this.#do(() => this.#finishOpen());
		this.parts.giveUp();
		return this.timeline.nextSegment;
	}

	/**
	 * It is over. Playlists end, and the media file is complete.
	 *
	 * @throws what the disk says; it is over all the same, and the next call writes down what this one could not
	 */
	end(): Promise<void> {
		return this.#do(async () => {
			try {
				if (!this.timeline.ended) await this.#finishOpen();
			} finally {
				// Also where the disk takes nothing more: viewers wait for nothing then.
				if (!this.timeline.ended) {
					this.#apply({ type: 'end' });
					this.parts.close();
				}
				await this.#media?.close();
				// Also where a part is missing: what there is of it has ended.
				await this.#journal?.finish(this.#records);
				this.#journal = undefined;
			}
		});
	}

	async #take(event: HlsEvent): Promise<void> {
		if (event.type === 'hls-part') {
			await this.#write({ ...event, path: basename(event.path), initPath: basename(event.initPath) });
			return;
		}
		const range = await this.#append(await readFile(event.path));
		if (event.type === 'hls-init') {
			await this.#write({ ...event, ...range, path: basename(event.path) });
			return;
		}
		await this.#write({ ...event, ...range, path: basename(event.path), initPath: basename(event.initPath) });
		// It is in the media file.
		await unlink(event.path).catch(() => {});
	}

	async #finishOpen(): Promise<void> {
		const open = this.timeline.unfinished;
		if (open === undefined) return;
		const parts = await Promise.all(open.parts.map(({ uri }) => readFile(join(this.folder, uri))));
		const range = await this.#append(Buffer.concat(parts));
		await this.#write({
			type: 'hls-segment',
			sinkId: '',
			number: open.number,
			path: segmentName(open.number),
			durationMs: open.parts.reduce((sum, { durationMs }) => sum + durationMs, 0),
			programDateTime: open.programDateTime,
			discontinuity: open.discontinuity,
			initPath: open.initUri,
			...range,
		});
	}

	#append(data: Buffer): Promise<HlsByteRange> {
		if (this.#media === undefined) throw new Error('the stream was opened to look at it');
		return this.#media.append(data);
	}

	async #write(record: HlsRecord): Promise<void> {
		await this.#journal?.write(record);
		this.#apply(record);
		for (const resolve of this.#waiting.splice(0)) resolve();
	}

	#apply(record: HlsRecord): void {
		this.#version++;
		if (record.type !== 'hls-part') this.#records.push(record);
		switch (record.type) {
			case 'start':
				this.#startedAt = record.at;
				return;
			case 'playable':
				this.#playable = true;
				return;
			case 'end':
				this.timeline.end();
				for (const resolve of this.#waiting.splice(0)) resolve();
				return;
			case 'hls-part':
				this.parts.add(record.path);
				break;
			case 'hls-init':
				this.#info ??= record;
				this.byteRanges.set(record.path, record);
				break;
			case 'hls-segment':
				this.byteRanges.set(record.path, record);
				break;
		}
		this.timeline.apply(record);
	}

	/** One thing after the other. */
	#do(work: () => Promise<void>): Promise<void> {
		const done = this.#tail.then(work);
		this.#tail = done.catch(() => {});
		return done;
	}
}
