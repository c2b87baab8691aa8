/** When a segment of fragmented MP4 begins on the time line of its stream, and how long it is, in ms. */
export interface SegmentTimes {
	readonly startMs: number;
	readonly durationMs: number;
}

interface Box {
	readonly type: string;
	/** Its content, from its first byte on. */
	readonly content: Buffer;
}

/** What the samples of a run have (ISO/IEC 14496-12 §8.8.8), in order, each in four bytes. */
const RUN = { dataOffset: 0x1, firstFlags: 0x4, duration: 0x100, fields: [0x100, 0x200, 0x400, 0x800] } as const;

/** The boxes of a file, one behind the other (ISO/IEC 14496-12 §4.2). @returns undefined when the last one is cut off */
function readBoxes(data: Buffer): Box[] | undefined {
	const boxes: Box[] = [];
	for (let at = 0; at < data.length; ) {
		const size = at + 8 <= data.length ? data.readUInt32BE(at) : 0;
		if (size < 8 || at + size > data.length) return undefined;
		boxes.push({ type: data.toString('latin1', at + 4, at + 8), content: data.subarray(at + 8, at + size) });
		at += size;
	}
	return boxes;
}

function inside(data: Buffer | undefined, ...path: readonly string[]): Buffer | undefined {
	let found = data;
	for (const name of path) found = found && readBoxes(found)?.find(({ type }) => type === name)?.content;
	return found;
}

/** Units of a second that the first track counts in. @param init what comes before the segments */
export function timescaleOf(init: Buffer): number | undefined {
	const header = inside(init, 'moov', 'trak', 'mdia', 'mdhd');
	if (header === undefined) return undefined;
	// Version 1 has times of eight bytes in front of it (§8.4.2).
	return header.readUInt32BE(header[0] === 1 ? 20 : 12);
}

/**
 * The times of a segment, from its first track.
 *
 * @param timescale from `timescaleOf`
 * @returns undefined for one that was cut off while it was written, or holds nothing
 */
export function segmentTimes(segment: Buffer, timescale: number): SegmentTimes | undefined {
	const boxes = readBoxes(segment);
	if (boxes === undefined || boxes.at(-1)?.type !== 'mdat') return undefined;
	let start: number | undefined;
	let duration = 0;
	for (const { content } of boxes.filter(({ type }) => type === 'moof')) {
		const track = inside(content, 'traf');
		const decodeTime = inside(track, 'tfdt');
		const run = inside(track, 'trun');
		if (decodeTime === undefined || run === undefined) return undefined;
		start ??= decodeTime[0] === 1 ? Number(decodeTime.readBigUInt64BE(4)) : decodeTime.readUInt32BE(4);
		duration += runLength(run);
	}
	if (start === undefined) return undefined;
	return { startMs: (start * 1000) / timescale, durationMs: (duration * 1000) / timescale };
}

function runLength(run: Buffer): number {
	const flags = run.readUIntBE(1, 3);
	const entry = RUN.fields.filter((field) => flags & field).length * 4;
	const first = 8 + (flags & RUN.dataOffset ? 4 : 0) + (flags & RUN.firstFlags ? 4 : 0);
	if ((flags & RUN.duration) === 0) return 0;
	let length = 0;
	for (let sample = 0; sample < run.readUInt32BE(4); sample++) length += run.readUInt32BE(first + sample * entry);
	return length;
}
