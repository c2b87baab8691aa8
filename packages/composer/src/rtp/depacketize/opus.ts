import { opusSamples } from '../../bitstream/opus.ts';
import type { Depacketizer, EncodedFrame } from '../encoded-frame.ts';

/** Opus over RTP (RFC 7587): a packet is a frame. */
export class OpusDepacketizer implements Depacketizer {
	push(payload: Buffer, timestamp: number): EncodedFrame | undefined {
		return opusSamples(payload) > 0 ? { data: payload, timestamp, keyFrame: true } : undefined;
	}
}
