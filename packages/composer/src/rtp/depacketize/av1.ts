import { OBU, obuType, readLeb128, readSequenceSize, withSizeField } from '../../bitstream/av1.ts';
import type { Depacketizer, EncodedFrame } from '../encoded-frame.ts';

/** Splits a payload behind its aggregation header into OBU elements (AV1 RTP §4.4); `undefined` where it is broken. */
function splitElements(payload: Buffer, count: number): Buffer[] | undefined {
	const elements: Buffer[] = [];
	let offset = 1;
	while (offset < payload.length) {
		const last = count > 0 && elements.length === count - 1;
		if (last) {
			elements.push(payload.subarray(offset));
			return elements;
		}
		const length = readLeb128(payload, offset);
		if (!length) return undefined;
		const start = offset + length.bytes;
		const end = start + length.value;
		if (end > payload.length) return undefined;
		elements.push(payload.subarray(start, end));
		offset = end;
	}
	return elements;
}

/** AV1 over RTP (AV1 RTP specification v1.0) into temporal units whose OBUs have size fields, as files keep them. */
export class Av1Depacketizer implements Depacketizer {
	#obus: Buffer[] = [];
	#open: Buffer[] = [];
	#timestamp: number | undefined;
	#broken = false;

	push(payload: Buffer, timestamp: number, marker: boolean, lossBefore: boolean): EncodedFrame | undefined {
		if (timestamp !== this.#timestamp) this.#begin(timestamp, lossBefore);
		else if (lossBefore) this.#broken = true;
		this.#read(payload);
		if (!marker) return undefined;
		const obus = this.#obus;
		const whole = !this.#broken && this.#open.length === 0 && obus.length > 0;
		this.#begin(undefined, false);
		if (!whole) return undefined;
		const header = obus.find((obu) => obuType(obu) === OBU.sequenceHeader);
		const size = header ? readSequenceSize(header) : undefined;
		return { data: Buffer.concat(obus), timestamp, keyFrame: header !== undefined, ...(size ? { size } : {}) };
	}

	#read(payload: Buffer): void {
		const head = payload[0];
		if (head === undefined) return;
		const elements = splitElements(payload, (head >> 4) & 0x03);
		if (!elements) {
			this.#broken = true;
			return;
		}
		const continues = (head & 0x80) !== 0;
		const unfinished = (head & 0x40) !== 0;
		if (continues !== this.#open.length > 0) {
			this.#broken = true;
			this.#open = [];
		}
		for (const [index, element] of elements.entries()) {
			this.#open.push(element);
			if (unfinished && index === elements.length - 1) continue;
			this.#close();
		}
	}

	#close(): void {
		const obu = withSizeField(this.#open.length === 1 ? (this.#open[0] ?? Buffer.alloc(0)) : Buffer.concat(this.#open));
		this.#open = [];
		if (!obu) return;
		const type = obuType(obu);
		// Files have no use for these (AV1 in Matroska and ISOBMFF leave temporal delimiters out).
		if (type === OBU.temporalDelimiter || type === OBU.tileList || type === OBU.padding) return;
		this.#obus.push(obu);
	}

	#begin(timestamp: number | undefined, broken: boolean): void {
		this.#timestamp = timestamp;
		this.#obus = [];
		this.#open = [];
		this.#broken = broken;
	}
}
