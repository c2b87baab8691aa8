import type { CodedPacket } from '../av/coded-packet.ts';
import { toAvcSample } from '../bitstream/avc.ts';

/** A packet of the composition as MP4 and FLV hold it; its bytes are its own. */
export interface MediaPacket {
	/** Microseconds since the start of the composition. */
	readonly ptsUs: number;
	readonly durationUs: number;
	readonly keyFrame: boolean;
	/** H.264 with NAL units behind their lengths, or raw AAC. */
	readonly data: Buffer;
}

/** Takes over a packet of the encoders, H.264 or AAC, and frees it. */
export function toMediaPacket(kind: 'video' | 'audio', packet: CodedPacket): MediaPacket {
	const { ptsUs, durationUs, keyFrame } = packet;
	try {
		const { data } = packet;
		return { ptsUs, durationUs, keyFrame, data: kind === 'video' ? toAvcSample(data) : Buffer.from(data) };
	} finally {
		packet.free();
	}
}
