import { randomBytes } from 'node:crypto';
import { open, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CaptureHlsBody, RoomcastError } from '@roomcast/contract';
import type { TakePictureCommand } from '@roomcast/contract/composer/commands';
import type { PictureResult } from '@roomcast/contract/composer/events';
import type { StoredCapture } from '../egress/StoredCapture.ts';
import type { StorageDriver } from '../storage/StorageDriver.ts';
import { epochMs } from '../time/clock.ts';
import { MEDIA_NAME } from './HlsMediaFile.ts';
import type { HlsStream } from './HlsStream.ts';
import type { HlsStreams } from './HlsStreams.ts';

export interface HlsThumbnailsOptions {
	readonly streams: Pick<HlsStreams, 'running'>;
	/** Where pictures go. */
	readonly driver: Pick<StorageDriver, 'putBuffer' | 'url' | 'deletePrefix'>;
	/** Seconds for which a link is valid. */
	readonly linkTtl: number;
	takePicture(command: Omit<TakePictureCommand, 'type' | 'jobId'>): Promise<PictureResult>;
}

/** A picture of a stream. */
export interface Thumbnail extends PictureResult {
	/** Epoch ms. */
	readonly at: number;
	readonly url: string;
	/** Without the ending. */
	readonly name: string;
}

const TYPES = { jpg: 'image/jpeg', png: 'image/png', webp: 'image/webp' } as const;
/** Pictures that are taken at once: each is a process. */
const MAX_AT_ONCE = 2;

/** Pictures of streams, made from their segments. */
export class HlsThumbnails {
	readonly #options: HlsThumbnailsOptions;
	#running = 0;
	readonly #waiting: (() => void)[] = [];

	constructor(options: HlsThumbnailsOptions) {
		this.#options = options;
	}

	/** @throws RoomcastError CAPTURE_HLS_FAILED */
	async take(capture: StoredCapture, { time, width, height, format = 'jpg' }: CaptureHlsBody): Promise<Thumbnail> {
		const { streams, driver, linkTtl, takePicture } = this.#options;
		const stream = streams.running(capture);
		if (stream === undefined) throw new RoomcastError('CAPTURE_HLS_FAILED', 'the stream is not on this server');
		if (stream.info?.width === undefined) throw new RoomcastError('CAPTURE_HLS_FAILED', 'it has no picture');
		const at = epochMs();
		const name = `${capture.id}-${at}-${randomBytes(4).toString('hex')}`;
		const [input, output] = [join(capture.folder, `${name}.mp4`), join(capture.folder, `${name}.${format}`)];
		await this.#turn();
		try {
			const { media, atMs } = await contentAt(stream, time);
			await writeFile(input, media);
			const size = { ...(width === undefined ? {} : { width }), ...(height === undefined ? {} : { height }) };
			const wanted = { input, output, format, ...size, ...(atMs === undefined ? {} : { atMs }) };
			const picture = await takePicture(wanted);
			const key = `${folderOf(capture)}/${name}.${format}`;
			await driver.putBuffer(key, await readFile(output), { contentType: TYPES[format] });
			return { ...picture, at, name, url: await driver.url(key, linkTtl) };
		} catch (error) {
			if (error instanceof RoomcastError) throw error;
			throw new RoomcastError('CAPTURE_HLS_FAILED', (error as Error).message, { cause: error });
		} finally {
			this.#running--;
			this.#waiting.shift()?.();
			await Promise.all([input, output].map((path) => rm(path, { force: true })));
		}
	}

	/** Delete the pictures of a stream. */
	delete(capture: StoredCapture): Promise<void> {
		return this.#options.driver.deletePrefix(folderOf(capture));
	}

	async #turn(): Promise<void> {
		while (this.#running >= MAX_AT_ONCE) await new Promise<void>((resolve) => this.#waiting.push(resolve));
		this.#running++;
	}
}

function folderOf({ id }: StoredCapture): string {
	return `thumbnail/${id}`;
}

/**
 * The piece of a stream that has a moment in it, as a file that begins with a key frame.
 *
 * @param time seconds from the start of the stream; undefined: now
 * @returns with where in it the moment is, ms; without: at its end
 * @throws RoomcastError CAPTURE_HLS_FAILED when there is nothing at that time
 */
async function contentAt(stream: HlsStream, time: number | undefined): Promise<{ media: Buffer; atMs?: number }> {
	const { timeline, startedAt = 0 } = stream;
	const moment = time === undefined ? undefined : startedAt + time * 1000;
	const open = timeline.unfinished;
	if (open !== undefined && open.parts.length > 0 && (moment ?? open.programDateTime) >= open.programDateTime) {
		const parts = await Promise.all(open.parts.map(({ uri }) => stream.parts.get(uri)));
		const whole = parts.filter((part) => part !== undefined);
		const endsAt = open.parts.reduce((sum, { durationMs }) => sum + durationMs, open.programDateTime);
		if (whole.length > 0 && (moment ?? 0) <= endsAt) {
			const media = Buffer.concat([await piece(stream, open.initUri), ...whole]);
			return moment === undefined ? { media } : { media, atMs: moment - open.programDateTime };
		}
	}
	const segment = timeline.segments.findLast(({ programDateTime }) => programDateTime <= (moment ?? Infinity));
	const last = segment === timeline.segments.at(-1);
	const endsAt = segment === undefined ? 0 : segment.programDateTime + segment.durationMs;
	if (segment === undefined || (moment !== undefined && last && moment > endsAt))
		throw new RoomcastError('CAPTURE_HLS_FAILED', `the stream has nothing at ${time ?? 'this moment'} s`);
	const media = Buffer.concat([await piece(stream, segment.initUri), await piece(stream, segment.uri)]);
	return moment === undefined ? { media } : { media, atMs: Math.max(0, moment - segment.programDateTime) };
}

async function piece(stream: HlsStream, name: string): Promise<Buffer> {
	const range = stream.byteRanges.get(name);
	if (range === undefined) throw new Error(`${name} does not exist`);
	const file = await open(join(stream.folder, MEDIA_NAME));
	try {
		const content = Buffer.alloc(range.bytes);
		await file.read(content, 0, range.bytes, range.offset);
		return content;
	} finally {
		await file.close();
	}
}
