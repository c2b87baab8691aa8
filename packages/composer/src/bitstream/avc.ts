import { annexBUnits } from './annex-b.ts';
import { NAL } from './h264.ts';

/** Bytes of a length in front of each NAL unit. */
const LENGTH_BYTES = 4;

const LEFT_OUT = new Set<number>([NAL.sps, NAL.pps, NAL.delimiter]);

const typeOf = (unit: Buffer) => (unit[0] ?? 0) & 0x1f;

/** Profiles whose configuration record ends with chroma format and bit depths (ISO/IEC 14496-15 §5.3.3.1.2). */
const HIGH_PROFILES = new Set([100, 110, 122, 144]);

/**
 * An access unit as MP4 and FLV hold it: NAL units behind their lengths. Parameter sets and delimiters are left out: the
 * configuration record has them.
 *
 * @param unit Annex B
 */
export function toAvcSample(unit: Buffer): Buffer {
	const kept = annexBUnits(unit).filter((nal) => !LEFT_OUT.has(typeOf(nal)));
	const sample = Buffer.allocUnsafe(kept.reduce((sum, nal) => sum + LENGTH_BYTES + nal.length, 0));
	let at = 0;
	for (const nal of kept) {
		at = sample.writeUInt32BE(nal.length, at);
		at += nal.copy(sample, at);
	}
	return sample;
}

/**
 * The AVCDecoderConfigurationRecord (ISO/IEC 14496-15 §5.3.3.1) of parameter sets.
 *
 * @param parameterSets Annex B, as the encoder gives them
 * @throws where one of the two sets is missing
 */
export function avcConfiguration(parameterSets: Buffer): Buffer {
	const units = annexBUnits(parameterSets);
	const sps = units.find((unit) => typeOf(unit) === NAL.sps);
	const pps = units.find((unit) => typeOf(unit) === NAL.pps);
	if (!sps || sps.length < 4 || !pps) throw new Error('the H.264 encoder gave no parameter sets');
	const profile = sps[1] ?? 0;
	return Buffer.concat([
		Buffer.from([1, profile, sps[2] ?? 0, sps[3] ?? 0, 0xfc | (LENGTH_BYTES - 1), 0xe0 | 1]),
		withLength(sps),
		Buffer.from([1]),
		withLength(pps),
		// 4:2:0, eight bits, no further sets.
		...(HIGH_PROFILES.has(profile) ? [Buffer.from([0xfc | 1, 0xf8, 0xf8, 0])] : []),
	]);
}

/** The codec's name in playlists and MIME types (RFC 6381 §3.3). @param configuration from {@link avcConfiguration} */
export function avcCodecName(configuration: Buffer): string {
	return `avc1.${configuration.subarray(1, 4).toString('hex')}`;
}

function withLength(unit: Buffer): Buffer {
	const length = Buffer.alloc(2);
	length.writeUInt16BE(unit.length);
	return Buffer.concat([length, unit]);
}
