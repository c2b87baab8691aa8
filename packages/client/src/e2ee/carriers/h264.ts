import { concat } from '../sframe/bytes.ts';
import type { Carrier } from './Carrier.ts';

const SLICE = 1;
const IDR_SLICE = 5;
const SPS = 7;
const PPS = 8;
const START_CODE = Uint8Array.of(0, 0, 0, 1);
/** Of the slice header: `first_mb_in_slice`, `slice_type` and `pic_parameter_set_id`, which receivers read. */
const SLICE_BYTES = 4;
/** A NAL unit must not end in zeros (ITU-T H.264, section 7.4.1). */
const STOP = Uint8Array.of(0x80);

/**
 * H.264 in Annex B. Browsers send each NAL unit by itself, and ask for parameter sets: a frame goes as its parameter sets, and
 * a slice whose header is the one of its first slice, and whose content is the whole frame, encrypted.
 */
export const h264: Carrier = {
	wrap(frame, sealed) {
		const units = nalUnits(frame);
		const slice = units.find((unit) => isSlice(unit));
		if (slice === undefined) return undefined;
		const sets = units.filter((unit) => [SPS, PPS].includes(typeOf(unit))).flatMap((unit) => [START_CODE, unit]);
		// Its header alone, as a decoder sees it: what is behind that is escaped as one.
		const header = plain(slice.subarray(1, 1 + 2 * SLICE_BYTES)).subarray(0, SLICE_BYTES);
		const padded = concat(header, new Uint8Array(SLICE_BYTES - header.length));
		return concat(...sets, START_CODE, slice.subarray(0, 1), escaped(concat(padded, sealed, STOP)));
	},
	unwrap(data) {
		const slice = nalUnits(data).find((unit) => isSlice(unit));
		if (slice === undefined) return undefined;
		const content = plain(slice.subarray(1));
		return content.length < SLICE_BYTES + STOP.length ? undefined : content.subarray(SLICE_BYTES, -STOP.length);
	},
};

function typeOf(unit: Uint8Array): number {
	return (unit[0] ?? 0) & 0x1f;
}

function isSlice(unit: Uint8Array): boolean {
	return typeOf(unit) === SLICE || typeOf(unit) === IDR_SLICE;
}

/** The NAL units between start codes of three or four bytes. */
function nalUnits(data: Uint8Array): Uint8Array[] {
	const units: Uint8Array[] = [];
	let begin = -1;
	const end = (at: number) => {
		if (begin < 0) return;
		// The zero of a start code of four bytes, and any before it.
		let last = at;
		while (last > begin && data[last - 1] === 0) last--;
		if (last > begin) units.push(data.subarray(begin, last));
	};
	for (let at = 0; at + 2 < data.length; at++) {
		if (data[at] !== 0 || data[at + 1] !== 0 || data[at + 2] !== 1) continue;
		end(at);
		begin = at + 3;
		at += 2;
	}
	end(data.length);
	return units;
}

/** Puts a 3 wherever the content of a NAL unit would look like a start code (ITU-T H.264, section 7.3.1). */
function escaped(content: Uint8Array): Uint8Array {
	const output = new Uint8Array(Math.ceil(content.length * 1.5) + 1);
	let length = 0;
	let zeros = 0;
	for (const byte of content) {
		if (zeros >= 2 && byte <= 3) {
			output[length++] = 3;
			zeros = 0;
		}
		output[length++] = byte;
		zeros = byte === 0 ? zeros + 1 : 0;
	}
	return output.subarray(0, length);
}

function plain(content: Uint8Array): Uint8Array<ArrayBuffer> {
	const output = new Uint8Array(content.length);
	let length = 0;
	let zeros = 0;
	for (const byte of content) {
		if (zeros >= 2 && byte === 3) {
			zeros = 0;
			continue;
		}
		output[length++] = byte;
		zeros = byte === 0 ? zeros + 1 : 0;
	}
	return output.subarray(0, length);
}
