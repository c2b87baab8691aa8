/** One coded picture, or one coded piece of sound, as the decoder or a muxer takes it. */
export interface EncodedFrame {
	/** VP8/VP9 frame (VP9 spatial layers as a superframe), H.264 Annex B access unit, AV1 temporal unit, Opus packet. */
	readonly data: Buffer;
	/** RTP timestamp, 32 bits. */
	readonly timestamp: number;
	/** Decoding may start here. Always true for sound. */
	readonly keyFrame: boolean;
	/** Size in pixels, where the frame says it (key frames). */
	readonly size?: { readonly width: number; readonly height: number };
}

/** Turns the packets of one stream, in order, into frames. */
export interface Depacketizer {
	/**
	 * @param marker the RTP marker bit
	 * @param lossBefore packets are missing right before this one: a frame they cut into is left out
	 * @returns the frame this packet completes
	 */
	push(payload: Buffer, timestamp: number, marker: boolean, lossBefore: boolean): EncodedFrame | undefined;
}
