/** A message of `send` as the `data` event tells it, without who sent it and how. */
export interface Frame {
	readonly payload: string | Uint8Array;
	/** When it was sent, by the sender's clock, epoch ms. */
	readonly timestamp: number;
}

/** Bytes before the payload: a kind and an instant. */
const HEADER = 9;
const TEXT = 0;
const BINARY = 1;

/**
 * Packs a message: one byte 0 for text (UTF-8) or 1 for bytes, the sender's clock as a big-endian float64 in epoch ms, the
 * payload. A data channel carries neither of the two by itself.
 */
export function packFrame(payload: Uint8Array<ArrayBuffer>, text: boolean, timestamp: number): ArrayBuffer {
	const frame = new Uint8Array(HEADER + payload.length);
	const view = new DataView(frame.buffer);
	view.setUint8(0, text ? TEXT : BINARY);
	view.setFloat64(1, timestamp);
	frame.set(payload, HEADER);
	return frame.buffer;
}

/** Reads what {@link packFrame} made; undefined for anything else. */
export function readFrame(frame: ArrayBuffer): Frame | undefined {
	if (frame.byteLength < HEADER) return undefined;
	const view = new DataView(frame);
	const kind = view.getUint8(0);
	const payload = new Uint8Array(frame, HEADER);
	if (kind !== TEXT && kind !== BINARY) return undefined;
	return { payload: kind === TEXT ? new TextDecoder().decode(payload) : payload, timestamp: view.getFloat64(1) };
}
