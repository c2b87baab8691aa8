import { BitReader } from './bit-reader.ts';

/** AV1 OBU types used here (AV1 specification §6.2.2). */
export const OBU = { sequenceHeader: 1, temporalDelimiter: 2, tileList: 8, padding: 15 } as const;

/** Type of an OBU from its first header byte. */
export function obuType(obu: Buffer): number {
	return ((obu[0] ?? 0) >> 3) & 0x0f;
}

/** An unsigned LEB128 number (AV1 §4.10.5) and how many bytes it took; `undefined` where it does not end. */
export function readLeb128(data: Buffer, offset: number): { value: number; bytes: number } | undefined {
	let value = 0;
	for (let i = 0; i < 8; i++) {
		const byte = data[offset + i];
		if (byte === undefined) return undefined;
		value += (byte & 0x7f) * 2 ** (7 * i);
		if (byte < 0x80) return { value, bytes: i + 1 };
	}
	return undefined;
}

export function writeLeb128(value: number): Buffer {
	const bytes: number[] = [];
	let rest = value;
	do {
		bytes.push(rest >= 0x80 ? (rest % 0x80) | 0x80 : rest);
		rest = Math.floor(rest / 0x80);
	} while (rest > 0);
	return Buffer.from(bytes);
}

/**
 * Gives an OBU the size field that RTP leaves out (AV1 RTP §4.4) and files need. One that has it already, checked, is
 * returned as it is; `undefined` for an empty one.
 */
export function withSizeField(obu: Buffer): Buffer | undefined {
	const first = obu[0];
	if (first === undefined) return undefined;
	if (first & 0x02) return obu;
	const headerBytes = first & 0x04 ? 2 : 1;
	if (obu.length < headerBytes) return undefined;
	const head = Buffer.from(obu.subarray(0, headerBytes));
	head.writeUInt8(first | 0x02, 0);
	return Buffer.concat([head, writeLeb128(obu.length - headerBytes), obu.subarray(headerBytes)]);
}

function skipTimingInfo(reader: BitReader): { decoderModel: boolean; delayBits: number } {
	reader.skip(64);
	if (reader.flag()) reader.exponential();
	const decoderModel = reader.flag();
	let delayBits = 0;
	if (decoderModel) {
		delayBits = reader.bits(5) + 1;
		reader.skip(42);
	}
	return { decoderModel, delayBits };
}

/** Greatest picture size from a sequence header OBU with a size field (AV1 §5.5.1); `undefined` where it is broken. */
export function readSequenceSize(obu: Buffer): { width: number; height: number } | undefined {
	const headerBytes = (obu[0] ?? 0) & 0x04 ? 2 : 1;
	const length = readLeb128(obu, headerBytes);
	if (!length) return undefined;
	const reader = new BitReader(obu, (headerBytes + length.bytes) * 8);
	reader.skip(4);
	if (reader.flag()) {
		reader.skip(5);
	} else {
		let timing = { decoderModel: false, delayBits: 0 };
		if (reader.flag()) timing = skipTimingInfo(reader);
		const displayDelay = reader.flag();
		const points = reader.bits(5) + 1;
		for (let i = 0; i < points; i++) {
			reader.skip(12);
			if (reader.bits(5) > 7) reader.skip(1);
			if (timing.decoderModel && reader.flag()) reader.skip(2 * timing.delayBits + 1);
			if (displayDelay && reader.flag()) reader.skip(4);
		}
	}
	const widthBits = reader.bits(4) + 1;
	const heightBits = reader.bits(4) + 1;
	const size = { width: reader.bits(widthBits) + 1, height: reader.bits(heightBits) + 1 };
	return reader.exhausted ? undefined : size;
}
