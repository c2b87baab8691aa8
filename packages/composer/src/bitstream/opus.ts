/** Samples at 48 kHz of one Opus frame, by the configuration number in the packet's first byte (RFC 6716 table 2). */
function samplesPerFrame(config: number): number {
	if (config < 12) return [480, 960, 1920, 2880][config % 4] ?? 960;
	if (config < 16) return config % 2 === 0 ? 480 : 960;
	return [120, 240, 480, 960][config % 4] ?? 960;
}

/** Length of an Opus packet in samples at 48 kHz (RFC 6716 §3.1); 0 for one that is empty or over 120 ms. */
export function opusSamples(packet: Buffer): number {
	const toc = packet[0];
	if (toc === undefined) return 0;
	const perFrame = samplesPerFrame(toc >> 3);
	const code = toc & 3;
	const frames = code === 0 ? 1 : code === 3 ? (packet[1] ?? 0) & 0x3f : 2;
	const samples = perFrame * frames;
	return samples > 5760 ? 0 : samples;
}

/** 20 ms of stereo digital silence, as Opus encoders send it: CELT full band, one empty frame. */
export const OPUS_SILENCE = Buffer.from([0xfc, 0xff, 0xfe]);
export const OPUS_SILENCE_SAMPLES = 960;

/** The identification header (RFC 7845 §5.1) that WebM and MP4 want as the track's private data. */
export function opusHead(channels: 1 | 2): Buffer {
	const head = Buffer.alloc(19);
	head.write('OpusHead', 0, 'latin1');
	head.writeUInt8(1, 8);
	head.writeUInt8(channels, 9);
	// Pre-skip: a recording begins in the middle of a running stream, so there is no encoder start to skip.
	head.writeUInt16LE(0, 10);
	head.writeUInt32LE(48_000, 12);
	return head;
}
