/**
 * How an encrypted frame looks to what is on its way: packetizers, the SFU, depacketizers. They read some bytes of a frame;
 * a carrier repeats these in the clear, before the encrypted frame, which is whole: the receiver discards what was repeated.
 */
export interface Carrier {
	/**
	 * @param frame as the encoder made it
	 * @param sealed the same, encrypted
	 * @returns what is sent; undefined for a frame that cannot be
	 */
	wrap(frame: Uint8Array, sealed: Uint8Array): Uint8Array<ArrayBuffer> | undefined;
	/** @returns the encrypted frame in what was received; undefined when there is none */
	unwrap(data: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> | undefined;
}
