import { concat } from '../sframe/bytes.ts';
import type { Carrier } from './Carrier.ts';

const SEQUENCE_HEADER = 1;
const FRAME = 6;
const HAS_EXTENSION = 0x04;
const HAS_SIZE = 0x02;

/** One OBU (AV1 bitstream, section 5.3.1). */
interface Obu {
	readonly type: number;
	/** With its header. */
	readonly whole: Uint8Array<ArrayBuffer>;
	readonly content: Uint8Array<ArrayBuffer>;
}

/**
 * AV1. Browsers take a frame apart into OBUs to send it, and put it together in other bytes: without temporal delimiters, with
 * sizes that they write again. What is no OBU ends the sending, without an error. So the whole frame, encrypted, is the content
 * of one. Before it is the sequence header, where there is one: by that, receivers know a key frame.
 */
export const av1: Carrier = {
	wrap(frame, sealed) {
		const headers = obus(frame).filter(({ type }) => type === SEQUENCE_HEADER);
		const start = Uint8Array.of((FRAME << 3) | HAS_SIZE, ...leb128(sealed.length));
		return concat(...headers.map(({ whole }) => whole), start, sealed);
	},
	unwrap: (data) => obus(data).find(({ type }) => type === FRAME)?.content,
};

/** The OBUs of a frame, up to where it is none. */
function obus(data: Uint8Array): Obu[] {
	const found: Obu[] = [];
	for (let at = 0; at < data.length; ) {
		const header = data[at] ?? 0;
		let start = at + ((header & HAS_EXTENSION) === 0 ? 1 : 2);
		let end = data.length;
		if ((header & HAS_SIZE) !== 0) {
			const size = readLeb128(data, start);
			if (size === undefined) break;
			start = size.end;
			end = start + size.value;
		}
		if (end > data.length) break;
		found.push({ type: (header >> 3) & 0x0f, whole: data.slice(at, end), content: data.slice(start, end) });
		at = end;
	}
	return found;
}

/** A number in groups of seven bits, the lowest first (AV1 bitstream, section 4.10.5). */
function leb128(value: number): number[] {
	const bytes: number[] = [];
	let rest = value;
	do {
		bytes.push((rest % 128) | (rest >= 128 ? 0x80 : 0));
		rest = Math.floor(rest / 128);
	} while (rest > 0);
	return bytes;
}

function readLeb128(data: Uint8Array, start: number): { value: number; end: number } | undefined {
	let value = 0;
	for (let index = 0; index < 8; index++) {
		const byte = data[start + index];
		if (byte === undefined) return undefined;
		value += (byte & 0x7f) * 2 ** (7 * index);
		if ((byte & 0x80) === 0) return { value, end: start + index + 1 };
	}
	return undefined;
}
