import { AV_PKT_FLAG_KEY } from 'node-av/constants';
import { Packet } from 'node-av/lib';
import { MICROSECONDS } from './stream-info.ts';

/** A compressed packet on its way to muxers. Its bytes are shared between copies; each copy must be freed once. */
export class CodedPacket {
	/** For the code in `av/` only. */
	readonly native: Packet;
	/** Microseconds since the start of the composition or recording. */
	readonly ptsUs: number;
	readonly durationUs: number;
	readonly keyFrame: boolean;
	readonly bytes: number;

	/** Takes over `native`. */
	constructor(native: Packet, ptsUs: number, durationUs: number, keyFrame: boolean) {
		this.native = native;
		this.ptsUs = ptsUs;
		this.durationUs = durationUs;
		this.keyFrame = keyFrame;
		this.bytes = native.size;
	}

	/** A packet from bytes, which are copied. */
	static fromData(data: Buffer, ptsUs: number, durationUs: number, keyFrame: boolean): CodedPacket {
		const native = new Packet();
		native.alloc();
		native.data = data;
		native.timeBase = MICROSECONDS;
		native.pts = BigInt(Math.round(ptsUs));
		native.dts = native.pts;
		native.duration = BigInt(Math.round(durationUs));
		if (keyFrame) native.setFlags(AV_PKT_FLAG_KEY);
		return new CodedPacket(native, ptsUs, durationUs, keyFrame);
	}

	/** Another handle of the same bytes, moved in time. @param offsetUs added to its times */
	clone(offsetUs = 0): CodedPacket {
		const copy = this.native.clone();
		if (!copy) throw new Error('out of memory while sharing a packet between outputs');
		const shift = BigInt(Math.round(offsetUs));
		copy.pts += shift;
		copy.dts += shift;
		return new CodedPacket(copy, this.ptsUs + offsetUs, this.durationUs, this.keyFrame);
	}

	/** Its bytes. Look at them before it is freed; what is kept must be copied. */
	get data(): Buffer {
		return this.native.data ?? Buffer.alloc(0);
	}

	free(): void {
		this.native.free();
	}
}
