import { type FileHandle, open } from 'node:fs/promises';
import type { LookupFunction } from 'node:net';
import { join } from 'node:path';
import { RoomcastError } from '@roomcast/contract';
import type { Queries } from '../db/Database.ts';
import type { StoredCapture } from '../egress/StoredCapture.ts';
import type { TargetGuard } from '../net/TargetGuard.ts';
import { PLAYLIST_TYPE } from '../storage/playlist.ts';
import type { Storage } from '../storage/Storage.ts';
import type { StoredFile } from '../storage/StoredFile.ts';
import { MEDIA_NAME } from './HlsMediaFile.ts';
import { HlsPlaylists } from './HlsPlaylists.ts';
import { HlsStream } from './HlsStream.ts';
import { captureIdOf, hlsIdOf, isHlsId } from './hlsId.ts';
import { removeLeftovers } from './leftovers.ts';

export interface HlsStreamsOptions {
	readonly queries: Queries;
	readonly storage: Pick<Storage, 'ofCaptures' | 'url' | 'folder' | 'playlist'>;
	/** What keeps the server from calling private addresses for the buckets of others. */
	readonly guard: Pick<TargetGuard, 'check'>;
	/** Whether a key was revoked: nobody watches its streams then. */
	isRevoked(keyId: string): boolean;
	/** A capture by its id, unless it was deleted. */
	find(queries: Queries, captureId: string): Promise<StoredCapture | undefined>;
}

/**
 * The media of a stream: a file here, to be closed, or one in a bucket, at a URL that is called at checked addresses only
 * where the bucket is not the server's own; undefined when it is nowhere.
 */
export type HlsMedia =
	| { readonly file: FileHandle }
	| { readonly url: string; readonly lookup: LookupFunction | undefined }
	| undefined;

/** A stream that can be watched. */
export interface WatchedStream {
	readonly capture: StoredCapture;
	/** Undefined when it was written on another machine. */
	readonly stream: HlsStream | undefined;
	readonly playlists: HlsPlaylists | undefined;
}

/** ms that parts are there after the end. */
const LEFTOVERS_KEPT = 60_000;
/** Streams that do not run and are known. */
const KEPT = 30;

/** Every stream of this server, for those who watch: by the ids that URLs call them. */
export class HlsStreams {
	readonly #options: HlsStreamsOptions;
	readonly #live = new Map<string, WatchedStream>();
	/** Those that do not run here, the newest at the end. */
	readonly #others = new Map<string, WatchedStream>();

	constructor(options: HlsStreamsOptions) {
		this.#options = options;
	}

	/** The stream of a capture that runs, to write to. Its folder exists. */
	async open(capture: StoredCapture): Promise<HlsStream> {
		const stream = await HlsStream.open(capture.folder);
		this.#live.set(hlsIdOf(capture) ?? '', { capture, stream, playlists: new HlsPlaylists(stream) });
		return stream;
	}

	/** A capture runs no longer. */
	ended(capture: StoredCapture): void {
		const id = hlsIdOf(capture) ?? '';
		const watched = this.#live.get(id);
		this.#live.delete(id);
		this.#others.delete(id);
		if (watched !== undefined) this.#keep(id, watched);
		// Players that were live are about to fetch the last parts.
		setTimeout(() => void removeLeftovers(capture.folder), LEFTOVERS_KEPT).unref();
	}

	/** It was deleted. */
	forget(capture: StoredCapture): void {
		this.#others.delete(hlsIdOf(capture) ?? '');
	}

	/** The stream of a capture while it runs here. */
	running(capture: StoredCapture): HlsStream | undefined {
		return this.#live.get(hlsIdOf(capture) ?? '')?.stream;
	}

	/** What a public id stands for; undefined when that is nothing. @throws RoomcastError KEY_REVOKED */
	async find(publicId: string): Promise<WatchedStream | undefined> {
		const watched = await this.#find(publicId);
		if (watched !== undefined && this.#options.isRevoked(watched.capture.keyId)) throw new RoomcastError('KEY_REVOKED');
		return watched;
	}

	async #find(publicId: string): Promise<WatchedStream | undefined> {
		const known = this.#live.get(publicId) ?? this.#others.get(publicId);
		if (known !== undefined) return known;
		const id = captureIdOf(publicId);
		const capture = id === undefined ? undefined : await this.#options.find(this.#options.queries, id);
		if (capture === undefined || !isHlsId(publicId, capture)) return undefined;
		const stream = await HlsStream.read(capture.folder);
		// What the disk could not take of its end.
		if (capture.state === 'STOPPED' || capture.state === 'FAILED') stream?.timeline.end();
		const watched = { capture, stream, playlists: stream && new HlsPlaylists(stream) };
		// One that a server has left in the middle may continue: that is another object then.
		this.#keep(publicId, watched);
		return watched;
	}

	/** The media of a stream, wherever it is now: it moves to its storage when the stream has ended. */
	async media(watched: WatchedStream): Promise<HlsMedia> {
		const here = await this.#open(watched);
		if (here !== undefined) return { file: here };
		const file = await this.#file(watched.capture.id, (each) => each.meta.stream === true);
		const url = file && (await this.#options.storage.url(file));
		if (file === undefined || typeof url !== 'string') return undefined;
		const checked = file.target === 'server' ? undefined : await this.#options.guard.check(url, 'storage');
		return { url, lookup: checked?.lookup };
	}

	/** Whether the media of a stream is on this machine. */
	async isHere(watched: WatchedStream): Promise<boolean> {
		const file = await this.#open(watched);
		await file?.close();
		return file !== undefined;
	}

	/**
	 * The playlist of an ended stream that was brought to its storage, with links.
	 *
	 * @param expiresIn seconds for which those are valid
	 */
	async storedPlaylist({ capture }: WatchedStream, expiresIn: number): Promise<string | undefined> {
		const file = await this.#file(capture.id, ({ contentType }) => contentType === PLAYLIST_TYPE);
		return file?.state === 'stored' ? this.#options.storage.playlist(file.id, expiresIn) : undefined;
	}

	/**
	 * The media where it is written, or in the local storage. Opened at once, so that it may move meanwhile: it is in its new
	 * place before that is written down.
	 */
	async #open({ capture }: WatchedStream): Promise<FileHandle | undefined> {
		const written = await open(join(capture.folder, MEDIA_NAME)).catch(unlessMissing);
		if (written !== undefined) return written;
		const file = await this.#file(capture.id, (each) => each.meta.stream === true);
		if (file?.target !== 'server') return undefined;
		return open(join(this.#options.storage.folder, file.path)).catch(unlessMissing);
	}

	async #file(captureId: string, wanted: (file: StoredFile) => boolean): Promise<StoredFile | undefined> {
		return (await this.#options.storage.ofCaptures(this.#options.queries, [captureId])).find(wanted);
	}

	#keep(id: string, watched: WatchedStream): void {
		this.#others.set(id, watched);
		const [oldest] = this.#others.keys();
		if (this.#others.size > KEPT && oldest !== undefined) this.#others.delete(oldest);
	}
}

function unlessMissing(error: NodeJS.ErrnoException): undefined {
	if (error.code !== 'ENOENT') throw error;
	return undefined;
}
