import { access, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileResult } from '@roomcast/contract/composer/sinks';
import { renderMediaPlaylist } from '@roomcast/contract/hls/media-playlist';
import { initName, partName, segmentName } from '@roomcast/contract/hls/names';
import type { HlsSegment } from '@roomcast/contract/hls/segment';
import { pictureSize } from '@roomcast/picture/sizes';
import { soloOf } from '../egress/composition.ts';
import type { CapturePart } from '../egress/StoredCapture.ts';
import { recordedParticipant, type StoredRecording } from './StoredRecording.ts';
import { segmentTimes, timescaleOf } from './segmentTimes.ts';

/**
 * Makes the playlist of a recording whose composers wrote segments, each into a folder of its own, and brings the
 * segments beside it under names that belong to the recording. A composer that died leaves its last segment in parts:
 * they become one. Done again after the server died, it continues where it was.
 *
 * @param parts the folders, in order; they are gone afterwards
 * @returns the playlist; nothing when no segment is whole
 */
export async function finishHlsRecording(
	capture: StoredRecording,
	parts: readonly CapturePart[],
): Promise<FileResult[]> {
	const folder = join(capture.folder, 'hls');
	await mkdir(folder, { recursive: true });
	const segments: HlsSegment[] = [];
	let bytes = 0;
	for (const part of parts) {
		const moved = await segmentsOf(part, folder, `${capture.id}-${part.number}`);
		for (const [index, segment] of moved.entries()) {
			bytes += segment.bytes;
			segments.push({
				number: segments.length,
				uri: segment.uri,
				initUri: segment.initUri,
				durationMs: segment.durationMs,
				programDateTime: Math.round((capture.startedAt ?? capture.createdAt) + segment.startMs),
				discontinuity: index === 0 && segments.length > 0,
				parts: [],
			});
		}
	}
	const path = join(folder, `${capture.id}.m3u8`);
	if (segments.length > 0) {
		const longest = Math.max(...segments.map(({ durationMs }) => durationMs));
		const text = renderMediaPlaylist(
			{ segments, ended: true },
			{ targetDurationSeconds: Math.max(1, Math.ceil(longest / 1000)) },
		);
		await writeFile(path, text);
		bytes += Buffer.byteLength(text);
	}
	await Promise.all(parts.map((part) => rm(part.path, { recursive: true, force: true })));
	if (segments.length === 0) return [];
	const { composition } = soloOf(capture, recordedParticipant(capture)).config;
	const durationMs = Math.round(segments.reduce((sum, segment) => sum + segment.durationMs, 0));
	return [{ path, format: 'm3u8', durationMs, bytes, ...pictureSize(composition) }];
}

interface MovedSegment {
	readonly uri: string;
	readonly initUri: string;
	readonly startMs: number;
	readonly durationMs: number;
	readonly bytes: number;
}

/** What one composer wrote, up to the first hole. @param stem how its files are called from now on */
async function segmentsOf(part: CapturePart, folder: string, stem: string): Promise<MovedSegment[]> {
	const initUri = `${stem}-init.mp4`;
	if (!(await move(join(part.path, initName(0)), join(folder, initUri)))) return [];
	const timescale = timescaleOf(await readFile(join(folder, initUri)));
	const segments: MovedSegment[] = [];
	while (timescale !== undefined) {
		const number = segments.length;
		const uri = `${stem}-${number}.m4s`;
		const path = join(folder, uri);
		await move(join(part.path, segmentName(number)), path);
		let data: Buffer | undefined = await readFile(path).catch(() => undefined);
		let times = data && segmentTimes(data, timescale);
		if (data === undefined || times === undefined) {
			data = await joinParts(part.path, number, timescale);
			times = segmentTimes(data, timescale);
			if (times === undefined) {
				await rm(path, { force: true });
				break;
			}
			await writeFile(path, data);
		}
		segments.push({ uri, initUri, ...times, bytes: data.length });
	}
	return segments;
}

/** The parts of a segment that was not finished, as far as they are whole. */
async function joinParts(folder: string, segment: number, timescale: number): Promise<Buffer> {
	const parts: Buffer[] = [];
	for (;;) {
		const data = await readFile(join(folder, partName(segment, parts.length))).catch(() => undefined);
		if (data === undefined || segmentTimes(data, timescale) === undefined) return Buffer.concat(parts);
		parts.push(data);
	}
}

/** @returns whether the file is there now, moved at this time or before */
async function move(from: string, to: string): Promise<boolean> {
	return rename(from, to).then(
		() => true,
		() =>
			access(to).then(
				() => true,
				() => false,
			),
	);
}
