import { rename, rm, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import type { RecordedPart } from '@roomcast/contract/composer/commands';
import type { FileResult } from '@roomcast/contract/composer/sinks';
import { InputFile } from '../av/input-file.ts';
import { Muxer } from '../av/muxer.ts';
import type { StreamInfo } from '../av/stream-info.ts';
import { type Gap, readSidecar, writeSidecar } from '../sinks/sidecar.ts';

/** A pause in all streams longer than this is told in the sidecar, ms. */
const GAP_MS = 500;

/** What makes a finished file start at once and seek: its index in front. */
const FINISHED = {
	mp4: { movflags: '+faststart' },
	webm: { cues_to_front: '1' },
} as const;

/** Follows how far the joined file has come. */
interface Progress {
	/** µs at which each stream's last packet was, and ends. */
	readonly last: number[];
	endUs: number;
	readonly gaps: Gap[];
}

function containerOf(path: string): 'mp4' | 'webm' {
	const ending = extname(path).toLowerCase();
	if (ending === '.mp4') return 'mp4';
	if (ending === '.webm') return 'webm';
	throw new Error(`output is ${path}; it must end in .mp4 or .webm`);
}

/** For each stream of a later part its place in the joined file. @throws where they do not go together */
function matchStreams(joined: readonly StreamInfo[], part: InputFile, path: string): number[] {
	return part.streams.map((stream) => {
		const index = joined.findIndex((one) => one.kind === stream.kind);
		const target = joined[index];
		if (target?.codec !== stream.codec) {
			throw new Error(`${path} has ${stream.codec} ${stream.kind}, the recording before it ${target?.codec ?? 'none'}`);
		}
		const sameData = (target.extradata ?? Buffer.alloc(0)).equals(stream.extradata ?? Buffer.alloc(0));
		if (!sameData && (stream.codec === 'h264' || stream.codec === 'av1' || stream.codec === 'aac')) {
			throw new Error(`${path} was encoded with other ${stream.codec} settings than the recording before it`);
		}
		return index;
	});
}

async function copyPart(
	input: InputFile,
	map: readonly number[],
	muxer: Muxer,
	offsetUs: number,
	progress: Progress,
): Promise<void> {
	let count = 0;
	for await (const { stream, packet } of input.packets()) {
		const index = map[stream];
		const ptsUs = packet.ptsUs + offsetUs;
		// A part may begin before the one before it has quite ended; time does not run backwards in a file.
		if (index === undefined || ptsUs <= (progress.last[index] ?? -1) || ptsUs < 0) {
			packet.free();
			continue;
		}
		if (progress.endUs > 0 && ptsUs - progress.endUs > GAP_MS * 1000) {
			progress.gaps.push({ fromMs: Math.round(progress.endUs / 1000), toMs: Math.round(ptsUs / 1000) });
		}
		progress.last[index] = ptsUs;
		progress.endUs = Math.max(progress.endUs, ptsUs + packet.durationUs);
		muxer.write(index, packet.clone(offsetUs));
		packet.free();
		count += 1;
		if (count % 200 === 0) await muxer.drained();
	}
	await muxer.drained();
}

/**
 * Makes one seekable file of the parts of a recording, as a crash and what went on after it leave them. Nothing is
 * encoded anew; every part lies where it was in time, and what is missing between them is a pause.
 *
 * @param parts in order of time; ones that are empty or unreadable are left out
 * @param output must end in `.mp4` or `.webm`; it appears whole or not at all
 * @throws where no part is readable or two do not go together
 */
export async function joinParts(parts: readonly RecordedPart[], output: string): Promise<FileResult> {
	const container = containerOf(output);
	const temporary = `${output}.joining`;
	const progress: Progress = { last: [], endUs: 0, gaps: [] };
	let joined: { muxer: Muxer; streams: readonly StreamInfo[]; startedAt: number | undefined } | undefined;
	let unreadable = '';
	try {
		for (const part of parts) {
			const input = await InputFile.open(part.path).catch((error: unknown) => {
				unreadable = error instanceof Error ? error.message : String(error);
			});
			if (!input) continue;
			try {
				if (input.streams.length === 0) continue;
				const startedAt = part.startedAt ?? (await readSidecar(part.path))?.startedAt;
				joined ??= {
					muxer: await Muxer.create({
						path: temporary,
						container,
						streams: input.streams,
						options: FINISHED[container],
					}),
					streams: input.streams,
					startedAt,
				};
				const origin = joined.startedAt;
				const offsetUs = startedAt !== undefined && origin !== undefined ? (startedAt - origin) * 1000 : progress.endUs;
				await copyPart(input, matchStreams(joined.streams, input, part.path), joined.muxer, offsetUs, progress);
			} finally {
				await input.close();
			}
		}
		if (!joined || progress.endUs === 0)
			throw new Error(`none of ${parts.length} parts can be read; ${unreadable || 'they are empty'}`);
	} catch (error) {
		await joined?.muxer.close().catch(() => {});
		await rm(temporary, { force: true });
		throw error;
	}
	await joined.muxer.close();
	await rename(temporary, output);
	if (joined.startedAt !== undefined) await writeSidecar(output, { startedAt: joined.startedAt, gaps: progress.gaps });
	const video = joined.streams.find((stream) => stream.kind === 'video');
	return {
		path: output,
		format: container,
		durationMs: Math.round(progress.endUs / 1000),
		bytes: (await stat(output)).size,
		...(video ? { width: video.width, height: video.height } : {}),
	};
}
