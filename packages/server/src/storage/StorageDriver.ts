/** A file on this machine that is to be stored. */
export interface LocalFile {
	readonly localPath: string;
	/** Bytes. */
	readonly size: number;
	readonly contentType: string;
}

/** How far a transfer has come, kept by the caller, so that it continues after a restart. */
export interface Progress {
	/** What an earlier attempt began. */
	readonly uploadId: string | null;
	/** Keeps what this attempt begins; null: nothing is begun any more. */
	keep(uploadId: string | null): Promise<void>;
	/** Ends the transfer in the middle. */
	readonly signal: AbortSignal;
}

/** What a store says of an object. */
export interface ObjectState {
	/** Bytes. */
	readonly size: number;
	/** As the store makes it, without quotes. */
	readonly etag: string | undefined;
}

/** How an object is handed out. */
export interface ObjectHeaders {
	readonly contentType: string;
	readonly cacheControl?: string;
}

/** The local file is gone, or is not what was handed in: trying again does not help. */
export class LocalFileLost extends Error {
	override readonly name = 'LocalFileLost';
}

/** One place for files, by keys: `folder/name.mp4`. Keys are those of `storagePath`. */
export interface StorageDriver {
	/** Names the place without secrets: `local`, `s3://bucket/prefix`. */
	readonly location: string;

	/**
	 * Bring a local file to its place. Goes on where an earlier attempt ended; resolves when the store has confirmed the
	 * size. The local file is left to the caller; a local store takes it.
	 *
	 * @throws LocalFileLost; and what the store or the way to it says
	 */
	put(file: LocalFile, key: string, progress: Progress): Promise<void>;

	/** Write a small object at once, instead of one that exists: playlists and segments. */
	putBuffer(key: string, body: Buffer | string, headers: ObjectHeaders): Promise<void>;

	/**
	 * The text of a small object; undefined when there is none.
	 *
	 * @param limit bytes; what follows them is not read
	 */
	getText(key: string, limit: number): Promise<string | undefined>;

	/** What the store has at a key; undefined when that is nothing. */
	stat(key: string): Promise<ObjectState | undefined>;

	/**
	 * A link that needs nothing else.
	 *
	 * @param expiresIn seconds
	 */
	url(key: string, expiresIn: number): Promise<string>;

	/** Remove an object, and what was begun of it. Nothing there is fine. */
	delete(key: string, uploadId?: string | null): Promise<void>;

	/** Remove everything below `prefix/`. */
	deletePrefix(prefix: string): Promise<void>;

	/** Resolves when the store answers. @throws what is wrong, for people */
	ping(): Promise<void>;

	/** Connections are closed. */
	close(): void;
}
