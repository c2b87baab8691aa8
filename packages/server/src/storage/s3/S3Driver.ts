import { open, stat } from 'node:fs/promises';
import type { BucketLocation } from '../../config/storageUrl.ts';
import type { TargetGuard } from '../../net/TargetGuard.ts';
import {
	type LocalFile,
	LocalFileLost,
	type ObjectHeaders,
	type ObjectState,
	type Progress,
	type StorageDriver,
} from '../StorageDriver.ts';
import { guardedAgents } from './guardedAgents.ts';
import { type Bucket, md5, PART_SIZE, readExactly, uploadParts } from './multipart.ts';
import { loadPresigner, loadS3, type S3 } from './sdk.ts';
import { isMissing, storeError } from './storeError.ts';

/** ms until a connection must be there. */
const CONNECT_TIMEOUT = 5_000;
/** ms in which nothing moves, after which a connection is closed. */
const IDLE_TIMEOUT = 30_000;
/** ms that a store may take to say that it is there. */
const PING_TIMEOUT = 2_500;
/** Times that the client tries on its own; the uploader tries for a day. */
const MAX_ATTEMPTS = 2;

export interface S3DriverOptions extends Omit<BucketLocation, 'type'> {
	/** For what callers hand in; undefined for what the operator has set. */
	readonly guard: TargetGuard | undefined;
}

/** Objects in a bucket of Amazon's S3, or of a store that speaks like it. */
export class S3Driver implements StorageDriver {
	readonly location: string;
	readonly #options: S3DriverOptions;
	#bucket: Promise<Bucket> | undefined;

	constructor(options: S3DriverOptions) {
		this.#options = options;
		const { bucket, prefix, endpoint } = options;
		this.location = `s3://${bucket}${prefix === '' ? '' : `/${prefix}`}${endpoint === undefined ? '' : ` at ${endpoint}`}`;
	}

	async put(file: LocalFile, key: string, progress: Progress): Promise<void> {
		const bucket = await this.#open();
		const there = await stat(file.localPath).catch(() => undefined);
		if (progress.uploadId !== null || there === undefined) {
			// It may be complete, from a server that died before it could write that down. Who may not list gets 403 here
			// when it is not.
			const done = await this.stat(key).catch(() => undefined);
			if (done?.size === file.size) return;
		}
		if (there === undefined) throw new LocalFileLost('the local file is missing');
		if (there.size !== file.size)
			throw new LocalFileLost(`the local file has ${there.size} bytes, ${file.size} were handed in`);

		if (file.size <= PART_SIZE) await this.#putWhole(bucket, file, key, progress.signal);
		else await uploadParts(bucket, this.#key(key), file, progress);
		const stored = await this.stat(key);
		if (stored?.size !== file.size)
			throw new Error(`the store has ${stored?.size ?? 'none'} of ${file.size} bytes of ${key}`);
	}

	async putBuffer(key: string, body: Buffer | string, { contentType, cacheControl }: ObjectHeaders): Promise<void> {
		const { sdk, client, name } = await this.#open();
		const Body = Buffer.from(body);
		await client.send(
			new sdk.PutObjectCommand({
				Bucket: name,
				Key: this.#key(key),
				Body,
				ContentMD5: md5(Body),
				ContentType: contentType,
				CacheControl: cacheControl,
			}),
		);
	}

	async getText(key: string, limit: number): Promise<string | undefined> {
		const { sdk, client, name } = await this.#open();
		const get = new sdk.GetObjectCommand({ Bucket: name, Key: this.#key(key), Range: `bytes=0-${limit - 1}` });
		try {
			const { Body } = await client.send(get);
			return await Body?.transformToString();
		} catch (error) {
			if (isMissing(error)) return undefined;
			throw error;
		}
	}

	async stat(key: string): Promise<ObjectState | undefined> {
		const { sdk, client, name } = await this.#open();
		try {
			const head = await client.send(new sdk.HeadObjectCommand({ Bucket: name, Key: this.#key(key) }));
			return { size: head.ContentLength ?? 0, etag: head.ETag?.replaceAll('"', '') };
		} catch (error) {
			if (isMissing(error)) return undefined;
			throw error;
		}
	}

	/** Made here, without asking the store or DNS: it is called in transactions too. */
	async url(key: string, expiresIn: number): Promise<string> {
		const [{ sdk, client, name }, { getSignedUrl }] = await Promise.all([this.#connected(), loadPresigner()]);
		return getSignedUrl(client, new sdk.GetObjectCommand({ Bucket: name, Key: this.#key(key) }), { expiresIn });
	}

	async delete(key: string, uploadId?: string | null): Promise<void> {
		const { sdk, client, name } = await this.#open();
		const object = { Bucket: name, Key: this.#key(key) };
		if (uploadId) {
			// Parts of an upload that is never completed are stored, and paid for, permanently.
			const abort = new sdk.AbortMultipartUploadCommand({ ...object, UploadId: uploadId });
			await client.send(abort).catch((error) => {
				if (!isMissing(error)) throw error;
			});
		}
		await client.send(new sdk.DeleteObjectCommand(object));
	}

	async deletePrefix(prefix: string): Promise<void> {
		const { sdk, client, name } = await this.#open();
		let ContinuationToken: string | undefined;
		do {
			const list = new sdk.ListObjectsV2Command({ Bucket: name, Prefix: `${this.#key(prefix)}/`, ContinuationToken });
			const page = await client.send(list);
			// One by one: many stores want a checksum for the call that deletes many that the client does not send.
			for (const { Key } of page.Contents ?? [])
				if (Key !== undefined) await client.send(new sdk.DeleteObjectCommand({ Bucket: name, Key }));
			ContinuationToken = page.NextContinuationToken;
		} while (ContinuationToken !== undefined);
	}

	async ping(): Promise<void> {
		try {
			const { sdk, client, name } = await this.#open();
			const list = new sdk.ListObjectsV2Command({ Bucket: name, Prefix: this.#key('.'), MaxKeys: 1 });
			await client.send(list, { abortSignal: AbortSignal.timeout(PING_TIMEOUT) });
		} catch (error) {
			// It knows the credentials, and does not let them list: writing is what matters.
			if ((error as Error).name === 'AccessDenied') return;
			throw new Error(`${this.location}: ${storeError(error)}`, { cause: error });
		}
	}

	close(): void {
		this.#bucket?.then(({ client }) => client.destroy()).catch(() => {});
		this.#bucket = undefined;
	}

	async #putWhole({ sdk, client, name }: Bucket, file: LocalFile, key: string, signal: AbortSignal): Promise<void> {
		const handle = await open(file.localPath);
		const Body = await readExactly(handle, 0, file.size).finally(() => handle.close());
		const put = new sdk.PutObjectCommand({
			Bucket: name,
			Key: this.#key(key),
			Body,
			ContentMD5: md5(Body),
			ContentType: file.contentType,
		});
		await client.send(put, { abortSignal: signal });
	}

	#key(key: string): string {
		const { prefix } = this.#options;
		return prefix === '' ? key : `${prefix}/${key}`;
	}

	async #open(): Promise<Bucket> {
		const { endpoint, guard } = this.#options;
		// Each time: what a name leads to may have changed, and an address in numbers is never looked up.
		if (guard !== undefined && endpoint !== undefined) await guard.check(endpoint, 'storage');
		return this.#connected();
	}

	#connected(): Promise<Bucket> {
		this.#bucket ??= this.#connect();
		return this.#bucket;
	}

	async #connect(): Promise<Bucket> {
		const { bucket, endpoint, region, forcePathStyle, credentials, guard } = this.#options;
		const sdk = await loadS3();
		const config: S3.S3ClientConfig = {
			forcePathStyle,
			maxAttempts: MAX_ATTEMPTS,
			// The checksums that are its default are unknown to many stores; ours is Content-MD5.
			requestChecksumCalculation: 'WHEN_REQUIRED',
			responseChecksumValidation: 'WHEN_REQUIRED',
			requestHandler: {
				connectionTimeout: CONNECT_TIMEOUT,
				socketTimeout: IDLE_TIMEOUT,
				...guardedAgents(guard),
			},
			...(endpoint === undefined ? {} : { endpoint }),
			...(region === undefined ? {} : { region }),
			...(credentials === undefined ? {} : { credentials }),
		};
		return { sdk, client: new sdk.S3Client(config), name: bucket };
	}
}
