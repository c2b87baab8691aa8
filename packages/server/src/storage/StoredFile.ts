/**
 * Where a file goes. `server`: the storage of this server. `key`: the storage that the API key has set for itself.
 * `presigned`: one HTTP PUT to a URL that the caller of an operation gave.
 */
export type FileTarget = 'server' | 'key' | 'presigned';

/**
 * How a file stands. `pending`: on this machine, on its way. `stored`: its storage has confirmed it. `failed`:
 * abandoned, the local file is kept. `deleted`: being removed.
 */
export type FileState = 'pending' | 'stored' | 'failed' | 'deleted';

/** What is known of the content: resolution, format, duration. Shown as it is. */
export type FileMeta = Readonly<Record<string, unknown>>;

/** A finished file that is to be stored. */
export interface NewFile {
	/** Id of the document; a new one when absent. */
	readonly id?: string;
	/** The tenant. */
	readonly keyId: string;
	/** The recording or stream that made it. */
	readonly captureId: string | null;
	/** Where it goes below its storage, made with `storagePath`. When it is taken, the file gets another name there. */
	readonly path: string;
	/** The file on this machine. From now on it belongs to the storage, which moves or deletes it. */
	readonly localPath: string;
	readonly contentType: string;
	/** Bytes. */
	readonly size: number;
	readonly meta?: FileMeta;
	/** A URL that the file is PUT to, instead of any storage. */
	readonly presignedUrl?: string | undefined;
}

/** A row of `stored_files`. */
export interface StoredFile {
	readonly id: string;
	readonly keyId: string;
	readonly captureId: string | null;
	/** Where it is below its storage: the `filePath` of the API. */
	readonly path: string;
	readonly contentType: string;
	/** Bytes. */
	readonly size: number;
	readonly meta: FileMeta;
	readonly state: FileState;
	readonly target: FileTarget;
	/** The file on the machine `nodeId`, as long as it is there. */
	readonly localPath: string | null;
	/** The node that has the local file; null when it is stored where every node can reach it. */
	readonly nodeId: string | null;
	/** The settings of the key it is stored with; null unless `target` is `key`. */
	readonly keyStorageId: string | null;
	/** The server's storage that has it (`local`, `s3://bucket/prefix`); null before it is stored, and in others. */
	readonly location: string | null;
	readonly presignedUrl: string | null;
	/** The multipart upload that has begun. */
	readonly uploadId: string | null;
	/** Attempts since it is `pending`, or since it is `deleted`. */
	readonly tries: number;
	/** What the last attempt failed of. */
	readonly error: string | null;
	/** When it was handed in, or deleted: it is tried for a day from then on. */
	readonly queuedAt: Date;
	readonly createdAt: Date;
	readonly storedAt: Date | null;
}
