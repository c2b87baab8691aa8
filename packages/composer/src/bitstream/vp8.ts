/** Reads a VP8 frame header (RFC 6386 §9.1): whether it is a key frame, and then its size. */
export function readVp8Header(frame: Buffer): { keyFrame: boolean; size?: { width: number; height: number } } {
	if (frame.length < 10 || (frame.readUInt8(0) & 1) !== 0) return { keyFrame: false };
	// Start code 9d 01 2a, then 14 bits of width and of height, each with 2 bits of scaling above.
	if (frame.readUIntBE(3, 3) !== 0x9d012a) return { keyFrame: false };
	const size = { width: frame.readUInt16LE(6) & 0x3fff, height: frame.readUInt16LE(8) & 0x3fff };
	return { keyFrame: true, size };
}
