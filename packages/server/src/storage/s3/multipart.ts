import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { type LocalFile, LocalFileLost, type Progress } from '../StorageDriver.ts';
import type { S3 } from './sdk.ts';
import { isMissing } from './storeError.ts';

const MB = 1024 * 1024;
/** Parts of this size, and files up to it in one piece. S3 takes 5 MB to 5 GB. */
export const PART_SIZE = 8 * MB;
/** S3 takes 10,000. */
const MAX_PARTS = 9_000;

/** What an upload in parts speaks to. */
export interface Bucket {
	readonly sdk: typeof S3;
	readonly client: S3.S3Client;
	readonly name: string;
}

/** The size of the parts of a file: the same whenever it is asked, so that an upload can continue. */
export function partSizeOf(size: number): number {
	return Math.max(PART_SIZE, Math.ceil(size / MAX_PARTS / MB) * MB);
}

/**
 * Upload a file in parts, one after the other. Parts that an earlier attempt brought are not sent again.
 *
 * @throws LocalFileLost, and what the store says. Of a `NoSuchUpload` nothing is kept: the next attempt begins again
 */
export async function uploadParts(bucket: Bucket, key: string, file: LocalFile, progress: Progress): Promise<void> {
	const { sdk, client, name } = bucket;
	const options = { abortSignal: progress.signal };
	let { uploadId } = progress;
	const sent = uploadId === null ? undefined : await sentParts(bucket, key, uploadId, progress.signal);
	if (sent === undefined || uploadId === null) {
		const begin = new sdk.CreateMultipartUploadCommand({ Bucket: name, Key: key, ContentType: file.contentType });
		const begun = await client.send(begin, options);
		uploadId = begun.UploadId ?? '';
		await progress.keep(uploadId);
	}
	const upload = { Bucket: name, Key: key, UploadId: uploadId };

	const partSize = partSizeOf(file.size);
	const parts: S3.CompletedPart[] = [];
	const handle = await open(file.localPath);
	try {
		for (let start = 0; start < file.size; start += partSize) {
			const PartNumber = start / partSize + 1;
			const length = Math.min(partSize, file.size - start);
			const there = sent?.get(PartNumber);
			if (there?.Size === length) {
				parts.push({ PartNumber, ETag: there.ETag });
				continue;
			}
			const Body = await readExactly(handle, start, length);
			const part = new sdk.UploadPartCommand({ ...upload, PartNumber, Body, ContentMD5: md5(Body) });
			const { ETag } = await client.send(part, options);
			parts.push({ PartNumber, ETag });
		}
	} finally {
		await handle.close();
	}
	try {
		await client.send(
			new sdk.CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts: parts } }),
			options,
		);
	} catch (error) {
		// Parts that the store does not take as they are would be refused every time.
		if (/^(InvalidPart|InvalidPartOrder|EntityTooSmall)$/.test((error as Error).name)) {
			await client.send(new sdk.AbortMultipartUploadCommand(upload), options);
			await progress.keep(null);
		}
		throw error;
	}
}

/** The parts that a store has of an upload, by number; undefined when it does not know the upload. */
async function sentParts(
	{ sdk, client, name }: Bucket,
	key: string,
	uploadId: string,
	abortSignal: AbortSignal,
): Promise<Map<number, S3.Part> | undefined> {
	const parts = new Map<number, S3.Part>();
	let PartNumberMarker: string | undefined;
	try {
		for (;;) {
			const list = new sdk.ListPartsCommand({ Bucket: name, Key: key, UploadId: uploadId, PartNumberMarker });
			const page = await client.send(list, { abortSignal });
			for (const part of page.Parts ?? []) parts.set(part.PartNumber ?? 0, part);
			if (!page.IsTruncated) return parts;
			PartNumberMarker = page.NextPartNumberMarker;
		}
	} catch (error) {
		if (isMissing(error)) return undefined;
		throw error;
	}
}

/** Bytes of a file, all that were asked for. @throws LocalFileLost when it is shorter than it was */
export async function readExactly(handle: FileHandle, start: number, length: number): Promise<Buffer> {
	const buffer = Buffer.allocUnsafe(length);
	for (let read = 0; read < length; ) {
		const { bytesRead } = await handle.read(buffer, read, length - read, start + read);
		if (bytesRead === 0) throw new LocalFileLost(`the local file ends at ${start + read} bytes`);
		read += bytesRead;
	}
	return buffer;
}

/** For `Content-MD5` (RFC 1864): the store refuses what was damaged on its way. */
export function md5(body: Buffer): string {
	return createHash('md5').update(body).digest('base64');
}
