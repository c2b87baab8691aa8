import { joinSuperframe, readVp9KeyFrameSize } from '../../bitstream/vp9.ts';
import type { Depacketizer, EncodedFrame } from '../encoded-frame.ts';

interface Descriptor {
	readonly length: number;
	readonly interPicture: boolean;
	readonly begin: boolean;
	readonly end: boolean;
	readonly spatialLayer: number;
}

/** The VP9 payload descriptor (RFC 9628 §4.2); `undefined` where the packet ends inside it. */
function readDescriptor(payload: Buffer): Descriptor | undefined {
	const first = payload[0];
	if (first === undefined) return undefined;
	let at = 1;
	const next = () => payload[at++] ?? 0;
	const flexible = (first & 0x10) !== 0;
	const interPicture = (first & 0x40) !== 0;
	let spatialLayer = 0;
	if (first & 0x80 && next() & 0x80) at += 1;
	if (first & 0x20) {
		spatialLayer = (next() >> 1) & 0x07;
		if (!flexible) at += 1;
	}
	if (flexible && interPicture) {
		for (let i = 0; i < 3; i++) if ((next() & 1) === 0) break;
	}
	if (first & 0x02) {
		const structure = next();
		if (structure & 0x10) at += ((structure >> 5) + 1) * 4;
		if (structure & 0x08) {
			const pictures = next();
			for (let i = 0; i < pictures; i++) at += (next() >> 2) & 0x03;
		}
	}
	if (at >= payload.length) return undefined;
	return { length: at, interPicture, begin: (first & 0x08) !== 0, end: (first & 0x04) !== 0, spatialLayer };
}

/** VP9 over RTP (RFC 9628), spatial layers included: a picture's layers become one superframe. */
export class Vp9Depacketizer implements Depacketizer {
	#parts: Buffer[] = [];
	#layers: Buffer[] = [];
	#timestamp: number | undefined;
	#keyFrame = false;
	#broken = true;

	push(payload: Buffer, timestamp: number, marker: boolean, lossBefore: boolean): EncodedFrame | undefined {
		const descriptor = readDescriptor(payload);
		if (timestamp !== this.#timestamp) this.#begin(timestamp);
		if (lossBefore) this.#broken = true;
		if (!descriptor) {
			this.#broken = true;
			return undefined;
		}
		if (descriptor.begin) {
			if (this.#layers.length === 0) {
				this.#broken = false;
				this.#keyFrame = !descriptor.interPicture;
			}
			this.#parts = [];
		}
		if (this.#broken) return undefined;
		this.#parts.push(payload.subarray(descriptor.length));
		if (descriptor.end) {
			this.#layers.push(Buffer.concat(this.#parts));
			this.#parts = [];
		}
		if (!marker || this.#layers.length === 0) return undefined;
		const layers = this.#layers;
		const keyFrame = this.#keyFrame;
		this.#begin(undefined);
		// The size of the file is that of the highest layer; only the base layer's header is a key frame's.
		const size = keyFrame && layers[0] ? readVp9KeyFrameSize(layers[0]) : undefined;
		return { data: joinSuperframe(layers), timestamp, keyFrame, ...(size ? { size } : {}) };
	}

	#begin(timestamp: number | undefined): void {
		this.#timestamp = timestamp;
		this.#parts = [];
		this.#layers = [];
		this.#keyFrame = false;
		this.#broken = true;
	}
}
