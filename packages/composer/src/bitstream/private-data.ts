import type { Codec } from '@roomcast/contract/composer/track';
import { OBU, obuType, readLeb128 } from './av1.ts';
import { NAL } from './h264.ts';
import { opusHead } from './opus.ts';

/** The NAL units of an Annex B access unit that was joined with four-byte start codes. */
function splitAnnexB(unit: Buffer): Buffer[] {
	const starts: number[] = [];
	for (let at = unit.indexOf('\0\0\0\x01', 0, 'latin1'); at >= 0; at = unit.indexOf('\0\0\0\x01', at + 4, 'latin1')) {
		starts.push(at);
	}
	return starts.map((start, index) => unit.subarray(start + 4, starts[index + 1] ?? unit.length));
}

function firstObu(unit: Buffer): Buffer | undefined {
	const header = (unit[0] ?? 0) & 0x04 ? 2 : 1;
	const length = readLeb128(unit, header);
	return length ? unit.subarray(0, header + length.bytes + length.value) : undefined;
}

/**
 * What a file keeps beside the stream so that a decoder can start: taken from a key frame.
 *
 * @returns `undefined` where the codec needs none (VP8, VP9) or the frame has none
 */
export function privateData(codec: Codec, keyFrame: Buffer, channels: 1 | 2 = 2): Buffer | undefined {
	if (codec === 'opus') return opusHead(channels);
	if (codec === 'h264') {
		const sets = splitAnnexB(keyFrame).filter((unit) =>
			[NAL.sps, NAL.pps].some((type) => type === ((unit[0] ?? 0) & 0x1f)),
		);
		return sets.length >= 2 ? Buffer.concat(sets.flatMap((set) => [Buffer.from([0, 0, 0, 1]), set])) : undefined;
	}
	if (codec === 'av1') {
		const first = firstObu(keyFrame);
		return first && obuType(first) === OBU.sequenceHeader ? first : undefined;
	}
	return undefined;
}
