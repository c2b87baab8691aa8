import { rename, rm, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import type { RecordedPart } from '@roomcast/contract/composer/commands';
import type { FileResult } from '@roomcast/contract/composer/sinks';
import { InputFile } from '../av/input-file.ts';
import { Muxer } from '../av/muxer.ts';
import { type StreamInfo, shownSize } from '../av/stream-info.ts';
import { type Gap, readSidecar, writeSidecar } from '../sinks/sidecar.ts';

/** A pause in all streams longer than this is listed in the sidecar, ms. */
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
	/** Of the packets that were read. */
	bytes: number;
}

function containerOf(path: string): 'mp4' | 'webm' {
	const ending = extname(path).toLowerCase();
	if (ending === '.mp4') return 'mp4';
	if (ending === '.webm') return 'webm';
	throw new Error(`output is ${path}; it must end in .mp4 or .webm`);
}

/** A part as it lies on the disk. */
interface Part {
	readonly path: string;
	readonly startedAt: number | undefined;
	readonly streams: readonly StreamInfo[];
	/** Its picture is black from beginning to end, in a codec that nobody chose. */
	readonly standIn: boolean;
}

/** @returns `undefined` where there is no media in it */
async function readPart(part: RecordedPart): Promise<Part | undefined> {
	const input = await InputFile.open(part.path);
	const { streams } = input;
	await input.close();
	if (streams.length === 0) return undefined;
	const sidecar = await readSidecar(part.path);
	const startedAt = part.startedAt ?? sidecar?.startedAt;
	return { path: part.path, startedAt, streams, standIn: sidecar?.standIn ?? false };
}

/** The streams of the joined file: of each kind what the first part has that has it, a real picture before a stand-in. */
function allStreams(parts: readonly Part[]): StreamInfo[] {
	const real = parts.filter(({ standIn }) => !standIn);
	const candidates = [...real, ...parts].flatMap(({ streams }) => streams);
	const kinds = new Set(parts.flatMap(({ streams }) => streams.map(({ kind }) => kind)));
	return [...kinds].flatMap((kind) => candidates.find((stream) => stream.kind === kind) ?? []);
}

/** For each stream of a part its place in the joined file, none for a stand-in. @throws where they do not go together */
function matchStreams(joined: readonly StreamInfo[], { streams, path, standIn }: Part): (number | undefined)[] {
	return streams.map((stream) => {
		const index = joined.findIndex((one) => one.kind === stream.kind);
		const target = joined[index];
		const sameData = (target?.extradata ?? Buffer.alloc(0)).equals(stream.extradata ?? Buffer.alloc(0));
		const needsData = stream.codec === 'h264' || stream.codec === 'av1' || stream.codec === 'aac';
		const same = target?.codec === stream.codec && (sameData || !needsData);
		if (same) return index;
		if (standIn && stream.kind === 'video') return undefined;
		throw new Error(
			target?.codec === stream.codec
				? `${path} was encoded with other ${stream.codec} settings than the recording before it`
				: `${path} has ${stream.codec} ${stream.kind}, the recording before it ${target?.codec ?? 'none'}`,
		);
	});
}

/** Tells of every percent once. @param total bytes of all parts */
function percentOf(progress: Progress, total: number, copied: (share: number) => void): () => void {
	let told = 0;
	return () => {
		const percent = Math.min(100, Math.floor((progress.bytes / Math.max(1, total)) * 100));
		if (percent === told) return;
		told = percent;
		copied(percent / 100);
	};
}

async function copyPart(
	input: InputFile,
	map: readonly (number | undefined)[],
	muxer: Muxer,
	offsetUs: number,
	progress: Progress,
	reached: () => void,
): Promise<void> {
	let count = 0;
	for await (const { stream, packet } of input.packets()) {
		const index = map[stream];
		const ptsUs = packet.ptsUs + offsetUs;
		progress.bytes += packet.bytes;
		reached();
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
 * Makes one seekable file of the parts of a recording, as a crash and what followed it leave them. Nothing is
 * encoded again; every part lies where it was in time, and what is missing between them is a pause.
 *
 * @param parts in order of time; ones that are empty or unreadable are left out
 * @param output must end in `.mp4` or `.webm`; it appears whole or not at all
 * @param copied hears of every percent, as the share of all bytes: 0 to 1
 * @throws where no part is readable or two do not go together
 */
export async function joinParts(
	parts: readonly RecordedPart[],
	output: string,
	copied: (share: number) => void = () => {},
): Promise<FileResult> {
	const container = containerOf(output);
	const temporary = `${output}.joining`;
	const progress: Progress = { last: [], endUs: 0, gaps: [], bytes: 0 };
	let muxer: Muxer | undefined;
	let unreadable = '';
	const readable: Part[] = [];
	for (const part of parts) {
		try {
			const found = await readPart(part);
			if (found) readable.push(found);
		} catch (error) {
			unreadable = error instanceof Error ? error.message : String(error);
		}
	}
	const streams = allStreams(readable);
	const origin = readable[0]?.startedAt;
	const sizes = await Promise.all(readable.map(({ path }) => stat(path)));
	const reached = percentOf(
		progress,
		sizes.reduce((sum, { size }) => sum + size, 0),
		copied,
	);
	try {
		for (const part of readable) {
			const map = matchStreams(streams, part);
			muxer ??= await Muxer.create({ path: temporary, container, streams, options: FINISHED[container] });
			const { startedAt } = part;
			const offsetUs = startedAt !== undefined && origin !== undefined ? (startedAt - origin) * 1000 : progress.endUs;
			const input = await InputFile.open(part.path);
			try {
				await copyPart(input, map, muxer, offsetUs, progress, reached);
			} finally {
				await input.close();
			}
		}
		if (!muxer || progress.endUs === 0)
			throw new Error(`none of ${parts.length} parts can be read; ${unreadable || 'they are empty'}`);
	} catch (error) {
		await muxer?.close().catch(() => {});
		await rm(temporary, { force: true });
		throw error;
	}
	await muxer.close();
	await rename(temporary, output);
	if (origin !== undefined) await writeSidecar(output, { startedAt: origin, gaps: progress.gaps });
	const video = streams.find((stream) => stream.kind === 'video');
	return {
		path: output,
		format: container,
		durationMs: Math.round(progress.endUs / 1000),
		bytes: (await stat(output)).size,
		...(video ? shownSize(video) : {}),
	};
}
