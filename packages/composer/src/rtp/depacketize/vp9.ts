import { joinSuperframe, readVp9KeyFrameSize } from '../../bitstream/vp9.ts';
import type { Depacketizer, EncodedFrame } from '../encoded-frame.ts';

interface Size {
	readonly width: number;
	readonly height: number;
}

interface Descriptor {
	readonly length: number;
	readonly interPicture: boolean;
	readonly begin: boolean;
	readonly end: boolean;
	readonly spatialLayer: number;
	/** Of all spatial layers that are sent, where the packet says it: those of key frames do. */
	readonly sizes?: readonly Size[];
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
	let sizes: Size[] | undefined;
	if (first & 0x02) {
		const structure = next();
		const layers = structure & 0x10 ? (structure >> 5) + 1 : 0;
		if (at + layers * 4 >= payload.length) return undefined;
		if (layers > 0)
			sizes = Array.from({ length: layers }, (_, layer) => ({
				width: payload.readUInt16BE(at + layer * 4),
				height: payload.readUInt16BE(at + layer * 4 + 2),
			}));
		at += layers * 4;
		if (structure & 0x08) {
			const pictures = next();
			for (let i = 0; i < pictures; i++) at += (next() >> 2) & 0x03;
		}
	}
	if (at >= payload.length) return undefined;
	const [begin, end] = [(first & 0x08) !== 0, (first & 0x04) !== 0];
	return { length: at, interPicture, begin, end, spatialLayer, ...(sizes ? { sizes } : {}) };
}

/** VP9 over RTP (RFC 9628), spatial layers included: a picture's layers become one superframe. */
export class Vp9Depacketizer implements Depacketizer {
	#parts: Buffer[] = [];
	#layers: Buffer[] = [];
	/** The highest layer of the picture. */
	#top = 0;
	#sizes: readonly Size[] = [];
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
				this.#sizes = descriptor.sizes ?? [];
			}
			this.#parts = [];
		}
		if (this.#broken) return undefined;
		this.#parts.push(payload.subarray(descriptor.length));
		if (descriptor.end) {
			this.#top = descriptor.spatialLayer;
			this.#layers.push(Buffer.concat(this.#parts));
			this.#parts = [];
		}
		if (!marker || this.#layers.length === 0) return undefined;
		const layers = this.#layers;
		const keyFrame = this.#keyFrame;
		const size = keyFrame && layers[0] ? this.#size(layers[0], layers.length) : undefined;
		this.#begin(undefined);
		return { data: joinSuperframe(layers), timestamp, keyFrame, ...(size ? { size } : {}) };
	}

	/** Of the highest layer, which is what is shown. Only the base layer has its size in a header of its own. */
	#size(base: Buffer, layers: number): Size | undefined {
		return (layers > 1 ? this.#sizes[this.#top] : undefined) ?? readVp9KeyFrameSize(base);
	}

	#begin(timestamp: number | undefined): void {
		this.#timestamp = timestamp;
		this.#parts = [];
		this.#layers = [];
		this.#keyFrame = false;
		this.#broken = true;
	}
}
