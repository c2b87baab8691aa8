import { BitReader } from './bit-reader.ts';

const SYNC_CODE = 0x498342;
const SRGB = 7;

/** Size of a VP9 key frame from its uncompressed header (VP9 bitstream §6.2), `undefined` for other frames. */
export function readVp9KeyFrameSize(frame: Buffer): { width: number; height: number } | undefined {
	const reader = new BitReader(frame);
	if (reader.bits(2) !== 2) return undefined;
	const profile = reader.bit() + reader.bit() * 2;
	if (profile === 3) reader.skip(1);
	const showExisting = reader.flag();
	const interFrame = reader.flag();
	if (showExisting || interFrame) return undefined;
	reader.skip(2);
	if (reader.bits(24) !== SYNC_CODE) return undefined;
	if (profile >= 2) reader.skip(1);
	if (reader.bits(3) !== SRGB) {
		reader.skip(1);
		if (profile === 1 || profile === 3) reader.skip(3);
	} else if (profile === 1 || profile === 3) {
		reader.skip(1);
	}
	const size = { width: reader.bits(16) + 1, height: reader.bits(16) + 1 };
	return reader.exhausted ? undefined : size;
}

/**
 * Joins the spatial layers of one picture into a superframe (VP9 bitstream annex B), which is how a file or a decoder
 * takes them.
 *
 * @param layers 1–8 layer frames, lowest first; a single one is returned as it is
 */
export function joinSuperframe(layers: readonly Buffer[]): Buffer {
	const only = layers[0];
	if (layers.length === 1 && only) return only;
	const largest = Math.max(...layers.map((layer) => layer.length));
	const sizeBytes = Math.max(1, Math.ceil(Math.log2(largest + 1) / 8));
	const index = Buffer.alloc(2 + sizeBytes * layers.length);
	const marker = 0xc0 | ((sizeBytes - 1) << 3) | (layers.length - 1);
	index.writeUInt8(marker, 0);
	for (const [position, layer] of layers.entries())
		index.writeUIntLE(layer.length, 1 + position * sizeBytes, sizeBytes);
	index.writeUInt8(marker, index.length - 1);
	return Buffer.concat([...layers, index]);
}
