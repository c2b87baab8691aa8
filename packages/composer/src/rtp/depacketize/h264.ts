import { NAL, readSpsSize } from '../../bitstream/h264.ts';
import type { Depacketizer, EncodedFrame } from '../encoded-frame.ts';

const START_CODE = Buffer.from([0, 0, 0, 1]);
const STAP_A = 24;
const FU_A = 28;

/** H.264 over RTP (RFC 6184, packetization modes 0 and 1) into Annex B access units. */
export class H264Depacketizer implements Depacketizer {
	#units: Buffer[] = [];
	#fragments: Buffer[] = [];
	#timestamp: number | undefined;
	#broken = false;
	#sps: Buffer | undefined;
	#pps: Buffer | undefined;

	push(payload: Buffer, timestamp: number, marker: boolean, lossBefore: boolean): EncodedFrame | undefined {
		if (timestamp !== this.#timestamp) {
			this.#begin(timestamp);
			this.#broken = lossBefore && !beginsAccessUnit(payload);
		} else if (lossBefore) {
			this.#broken = true;
		}
		this.#read(payload);
		if (!marker) return undefined;
		const units = this.#units;
		const broken = this.#broken || units.length === 0;
		this.#begin(undefined);
		return broken ? undefined : this.#frame(units, timestamp);
	}

	#read(payload: Buffer): void {
		const type = (payload[0] ?? 0) & 0x1f;
		if (type >= 1 && type <= 23) this.#unit(payload);
		else if (type === STAP_A) this.#aggregate(payload);
		else if (type === FU_A) this.#fragment(payload);
	}

	#aggregate(payload: Buffer): void {
		let offset = 1;
		while (offset + 2 <= payload.length) {
			const end = offset + 2 + payload.readUInt16BE(offset);
			if (end > payload.length) return;
			if (end > offset + 2) this.#unit(payload.subarray(offset + 2, end));
			offset = end;
		}
	}

	#fragment(payload: Buffer): void {
		if (payload.length < 3) return;
		const indicator = payload.readUInt8(0);
		const header = payload.readUInt8(1);
		if (header & 0x80) this.#fragments = [Buffer.from([(indicator & 0xe0) | (header & 0x1f)])];
		else if (this.#fragments.length === 0) this.#broken = true;
		this.#fragments.push(payload.subarray(2));
		if (!(header & 0x40)) return;
		if (!this.#broken) this.#unit(Buffer.concat(this.#fragments));
		this.#fragments = [];
	}

	#unit(unit: Buffer): void {
		const type = (unit[0] ?? 0) & 0x1f;
		if (type === NAL.sps) this.#sps = Buffer.from(unit);
		if (type === NAL.pps) this.#pps = Buffer.from(unit);
		this.#units.push(unit);
	}

	#frame(units: readonly Buffer[], timestamp: number): EncodedFrame | undefined {
		const types = units.map((unit) => (unit[0] ?? 0) & 0x1f);
		if (!types.includes(NAL.idr)) return { data: annexB(units), timestamp, keyFrame: false };
		if (!this.#sps || !this.#pps) return undefined;
		const missing = types.includes(NAL.sps) ? [] : [this.#sps, this.#pps];
		const size = readSpsSize(this.#sps);
		return { data: annexB([...missing, ...units]), timestamp, keyFrame: true, ...(size ? { size } : {}) };
	}

	#begin(timestamp: number | undefined): void {
		this.#timestamp = timestamp;
		this.#units = [];
		this.#fragments = [];
		this.#broken = false;
	}
}

/**
 * Whether a payload can only be the first of its access unit: parameter sets and the like come before slices
 * (H.264 §7.4.1.2.3), and a slice that starts with macroblock 0 has `first_mb_in_slice`, ue(0), as its first bit.
 */
function beginsAccessUnit(payload: Buffer): boolean {
	const type = (payload[0] ?? 0) & 0x1f;
	if (type === FU_A) return ((payload[1] ?? 0) & 0x80) !== 0 && ((payload[2] ?? 0) & 0x80) !== 0;
	if (type === 1 || type === NAL.idr) return ((payload[1] ?? 0) & 0x80) !== 0;
	return type >= 6 && type <= STAP_A;
}

function annexB(units: readonly Buffer[]): Buffer {
	return Buffer.concat(units.flatMap((unit) => [START_CODE, unit]));
}
