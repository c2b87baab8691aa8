import { open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import type { FileResult } from '@roomcast/contract/composer/sinks';
import type { NewFile } from '../storage/StoredFile.ts';
import { storagePath } from '../storage/storagePath.ts';
import type { StoredCapture } from './StoredCapture.ts';

const TYPES: ReadonlyMap<string, string> = new Map([
	['.mp4', 'video/mp4'],
	['.m4s', 'video/iso.segment'],
	['.webm', 'video/webm'],
	['.mp3', 'audio/mpeg'],
	['.m3u8', 'application/vnd.apple.mpegurl'],
	['.json', 'application/json'],
]);

/** The container of a part, by how it begins: WebM has the EBML magic (RFC 8794). */
export async function containerOf(path: string): Promise<'mp4' | 'webm'> {
	const file = await open(path);
	try {
		const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
		return bytesRead === 4 && buffer.readUInt32BE(0) === 0x1a45dfa3 ? 'webm' : 'mp4';
	} finally {
		await file.close();
	}
}

/** Whether a part holds anything. */
export async function hasContent(path: string): Promise<boolean> {
	const found = await stat(path).catch(() => undefined);
	return found !== undefined && found.size > 0;
}

/** Bytes of everything in a folder; what is not there counts nothing. */
export async function bytesOf(folder: string): Promise<number> {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
	const sizes = entries
		.filter((entry) => entry.isFile())
		.map((entry) =>
			stat(join(entry.parentPath, entry.name)).then(
				({ size }) => size,
				() => 0,
			),
		);
	return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

/** Where the files of a capture go in their storage. */
export interface FilePlace {
	readonly folder: string;
	/** How they are called there, without the ending. */
	readonly name: string;
	/** A URL that they are PUT to, instead of any storage. */
	readonly presignedUrl?: string | undefined;
}

/**
 * The finished files of a capture as its storage gets them: each behind what belongs to it.
 *
 * @param results what a composer says of them
 * @returns one for each file on the disk: an HLS recording has many
 */
export async function filesToStore(
	{ id, keyId }: Pick<StoredCapture, 'id' | 'keyId'>,
	results: readonly FileResult[],
	{ folder, name, presignedUrl }: FilePlace,
): Promise<NewFile[]> {
	const files: NewFile[] = [];
	const common = { keyId, captureId: id, presignedUrl };
	for (const result of results) {
		const ending = `.${result.format}`;
		const localPath = await withEnding(result.path, ending);
		const resolution =
			result.width === undefined || result.height === undefined
				? {}
				: { resolution: { width: result.width, height: result.height } };
		const meta = { ...resolution, format: result.format, duration: result.durationMs / 1000 };
		if (result.format === 'm3u8') files.push(...(await segmentsOf(common, localPath, folder)));
		files.push({
			...common,
			path: storagePath(folder, `${name}${ending}`),
			localPath,
			contentType: TYPES.get(ending) ?? 'application/octet-stream',
			size: (await stat(localPath)).size,
			meta,
		});
		if (result.gapsPath !== undefined) {
			files.push({
				...common,
				path: storagePath(folder, `${name}${ending}.json`),
				localPath: result.gapsPath,
				contentType: 'application/json',
				size: (await stat(result.gapsPath)).size,
				meta: { index: true },
			});
		}
	}
	return files;
}

/**
 * Removes what a capture needed while it ran and what its files were made of: parts that were joined, their indices.
 *
 * @param files what is handed over; it stays until the storage has it
 */
export async function clearFolder(
	{ folder }: StoredCapture,
	files: readonly { localPath: string | null }[],
): Promise<void> {
	const kept = new Set(files.map(({ localPath }) => localPath));
	for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
		const path = join(entry.parentPath, entry.name);
		if (entry.isFile() && !kept.has(path)) await rm(path, { force: true });
	}
}

/** Composers write parts without saying in the name what they became. */
async function withEnding(path: string, ending: string): Promise<string> {
	if (extname(path) === ending) return path;
	const renamed = `${path}${ending}`;
	await rename(path, renamed);
	return renamed;
}

/** What a playlist names. They keep their names, because the playlist says them. */
async function segmentsOf(
	common: Pick<NewFile, 'keyId' | 'captureId' | 'presignedUrl'>,
	playlist: string,
	folder: string,
): Promise<NewFile[]> {
	const text = await readFile(playlist, 'utf8');
	const local = dirname(playlist);
	const named = (await readdir(local)).filter((name) => name !== basename(playlist) && text.includes(name));
	return Promise.all(
		named.map(async (name) => ({
			...common,
			path: storagePath(folder, name),
			localPath: join(local, name),
			contentType: TYPES.get(extname(name)) ?? 'application/octet-stream',
			size: (await stat(join(local, name))).size,
			meta: { segment: true },
		})),
	);
}
