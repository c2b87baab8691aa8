import { readVp8Header } from '../../bitstream/vp8.ts';
import type { Depacketizer, EncodedFrame } from '../encoded-frame.ts';

/** Where the VP8 data starts behind the payload descriptor (RFC 7741 §4.2), and whether this packet begins a frame. */
function readDescriptor(payload: Buffer): { start: boolean; length: number } | undefined {
	const first = payload[0];
	if (first === undefined) return undefined;
	let length = 1;
	if (first & 0x80) {
		const extension = payload[1];
		if (extension === undefined) return undefined;
		length = 2;
		if (extension & 0x80) length += (payload[length] ?? 0) & 0x80 ? 2 : 1;
		if (extension & 0x40) length += 1;
		if (extension & 0x30) length += 1;
	}
	if (length >= payload.length) return undefined;
	return { start: (first & 0x10) !== 0 && (first & 0x07) === 0, length };
}

/** VP8 over RTP (RFC 7741). */
export class Vp8Depacketizer implements Depacketizer {
	#parts: Buffer[] = [];
	#timestamp: number | undefined;

	push(payload: Buffer, timestamp: number, marker: boolean, lossBefore: boolean): EncodedFrame | undefined {
		const descriptor = readDescriptor(payload);
		if (lossBefore || !descriptor || timestamp !== this.#timestamp) this.#drop();
		if (!descriptor) return undefined;
		if (descriptor.start && this.#timestamp === undefined) this.#timestamp = timestamp;
		else if (this.#timestamp === undefined) return undefined;
		this.#parts.push(payload.subarray(descriptor.length));
		if (!marker) return undefined;
		const data = Buffer.concat(this.#parts);
		this.#drop();
		return { data, timestamp, ...readVp8Header(data) };
	}

	#drop(): void {
		this.#parts = [];
		this.#timestamp = undefined;
	}
}
