import { BitReader } from './bit-reader.ts';

/** H.264 NAL unit types used here (ITU-T H.264 table 7-1). */
export const NAL = { idr: 5, sps: 7, pps: 8, delimiter: 9 } as const;

/** Profiles whose sequence parameter set carries chroma format and scaling lists (H.264 §7.3.2.1.1). */
const HIGH_PROFILES = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135]);

function withoutEmulationPrevention(nal: Buffer): Buffer {
	const out = Buffer.alloc(nal.length);
	let length = 0;
	let zeros = 0;
	for (const byte of nal) {
		if (zeros >= 2 && byte === 3) {
			zeros = 0;
			continue;
		}
		zeros = byte === 0 ? zeros + 1 : 0;
		out[length++] = byte;
	}
	return out.subarray(0, length);
}

function skipScalingList(reader: BitReader, size: number): void {
	let last = 8;
	let next = 8;
	for (let i = 0; i < size && !reader.exhausted; i++) {
		if (next !== 0) next = (last + reader.signedExponential() + 256) % 256;
		last = next === 0 ? last : next;
	}
}

/** Picture size, cropping applied, from a sequence parameter set with its NAL header; `undefined` where it is broken. */
export function readSpsSize(sps: Buffer): { width: number; height: number } | undefined {
	const reader = new BitReader(withoutEmulationPrevention(sps), 8);
	const profile = reader.bits(8);
	reader.skip(16);
	reader.exponential();
	let chromaFormat = 1;
	if (HIGH_PROFILES.has(profile)) {
		chromaFormat = reader.exponential();
		if (chromaFormat === 3) reader.skip(1);
		reader.exponential();
		reader.exponential();
		reader.skip(1);
		if (reader.flag()) {
			const lists = chromaFormat === 3 ? 12 : 8;
			for (let i = 0; i < lists; i++) if (reader.flag()) skipScalingList(reader, i < 6 ? 16 : 64);
		}
	}
	reader.exponential();
	const orderType = reader.exponential();
	if (orderType === 0) {
		reader.exponential();
	} else if (orderType === 1) {
		reader.skip(1);
		reader.signedExponential();
		reader.signedExponential();
		const cycle = reader.exponential();
		for (let i = 0; i < cycle && !reader.exhausted; i++) reader.signedExponential();
	}
	reader.exponential();
	reader.skip(1);
	const widthBlocks = reader.exponential() + 1;
	const heightUnits = reader.exponential() + 1;
	const framesOnly = reader.flag();
	if (!framesOnly) reader.skip(1);
	reader.skip(1);
	let cropX = 0;
	let cropY = 0;
	if (reader.flag()) {
		const unitX = chromaFormat === 1 || chromaFormat === 2 ? 2 : 1;
		const unitY = (chromaFormat === 1 ? 2 : 1) * (framesOnly ? 1 : 2);
		cropX = (reader.exponential() + reader.exponential()) * unitX;
		cropY = (reader.exponential() + reader.exponential()) * unitY;
	}
	const width = widthBlocks * 16 - cropX;
	const height = heightUnits * 16 * (framesOnly ? 1 : 2) - cropY;
	return reader.exhausted || width <= 0 || height <= 0 ? undefined : { width, height };
}
