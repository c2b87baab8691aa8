import { createHash } from 'node:crypto';
import { ffmpeg, packets } from '@roomcast/testing/media/ffmpeg';

/** The packets of a file's only stream of a kind, as the container holds them. */
export async function filePackets(path: string, stream: 'v' | 'a'): Promise<Buffer[]> {
	const sizes = (await packets(path, stream)).map(({ size }) => Number(size));
	const copy = ['-c', 'copy', '-copyinkf', '-bsf', 'null', '-f', 'data', '-'];
	const all = await ffmpeg(['-i', path, '-map', `0:${stream}:0`, ...copy]);
	if (all.length !== sizes.reduce((sum, size) => sum + size, 0))
		throw new Error(`${path}: ${all.length} bytes in packets of ${sizes.length}`);
	let at = 0;
	return sizes.map((size) => {
		at += size;
		return all.subarray(at - size, at);
	});
}

/** The NAL units of an access unit with start codes of three or four bytes (ITU-T H.264 annex B). */
export function unitsByStartCode(data: Buffer): Buffer[] {
	const units: Buffer[] = [];
	let start = -1;
	for (let at = data.indexOf('\0\0\x01', 0, 'latin1'); at >= 0; at = data.indexOf('\0\0\x01', at + 3, 'latin1')) {
		if (start >= 0) units.push(data.subarray(start, at));
		start = at + 3;
	}
	units.push(data.subarray(start));
	// A start code of four bytes has its first one behind the unit before.
	return units.map((unit) => (unit.at(-1) === 0 ? unit.subarray(0, -1) : unit));
}

/** The NAL units of an MP4 sample, each behind its length in four bytes (ISO/IEC 14496-15 section 5.3.2). */
export function unitsByLength(data: Buffer): Buffer[] {
	const units: Buffer[] = [];
	for (let at = 0; at < data.length; at += 4 + data.readUInt32BE(at))
		units.push(data.subarray(at + 4, at + 4 + data.readUInt32BE(at)));
	return units;
}

/** Whether a NAL unit carries a piece of the picture: parameter sets are elsewhere in an MP4. */
export function isSlice(unit: Buffer): boolean {
	return [1, 5].includes((unit[0] ?? 0) & 0x1f);
}

/** A temporal unit of AV1 without its delimiter, which files leave out (AV1 in Matroska). */
export function withoutDelimiter(unit: Buffer): Buffer {
	return unit.readUInt16BE(0) === 0x1200 ? unit.subarray(2) : unit;
}

/** The frames of a VP9 superframe, its layers from the lowest on; one that is none is returned as it is (VP9 annex B). */
export function superframeParts(data: Buffer): Buffer[] {
	const marker = data.at(-1) ?? 0;
	if ((marker & 0xe0) !== 0xc0) return [data];
	const [count, sizeBytes] = [(marker & 7) + 1, ((marker >> 3) & 3) + 1];
	const index = data.length - 2 - count * sizeBytes;
	if (data[index] !== marker) return [data];
	let at = 0;
	return Array.from({ length: count }, (_, layer) => {
		const size = data.readUIntLE(index + 1 + layer * sizeBytes, sizeBytes);
		at += size;
		return data.subarray(at - size, at);
	});
}

/** Short names for bytes, so that failed comparisons are readable. */
export function named(pieces: readonly Buffer[]): string[] {
	return pieces.map((piece) => `${piece.length}:${createHash('sha256').update(piece).digest('hex').slice(0, 12)}`);
}
