/** Writes an RTP packet (RFC 3550 §5.1), with one-byte header extensions where given. */
export function buildRtp(fields: {
	payloadType: number;
	sequence: number;
	timestamp: number;
	ssrc: number;
	marker?: boolean;
	payload: Buffer;
	extensions?: ReadonlyMap<number, Buffer>;
}): Buffer {
	const header = Buffer.alloc(12);
	header.writeUInt8(fields.extensions ? 0x90 : 0x80, 0);
	header.writeUInt8(fields.payloadType | (fields.marker ? 0x80 : 0), 1);
	header.writeUInt16BE(fields.sequence & 0xffff, 2);
	header.writeUInt32BE(fields.timestamp >>> 0, 4);
	header.writeUInt32BE(fields.ssrc >>> 0, 8);
	const parts = [header];
	if (fields.extensions) {
		const items = [...fields.extensions].map(([id, data]) =>
			Buffer.concat([Buffer.from([(id << 4) | (data.length - 1)]), data]),
		);
		const block = Buffer.concat(items);
		const padded = Buffer.concat([block, Buffer.alloc((4 - (block.length % 4)) % 4)]);
		const head = Buffer.alloc(4);
		head.writeUInt16BE(0xbede, 0);
		head.writeUInt16BE(padded.length / 4, 2);
		parts.push(head, padded);
	}
	return Buffer.concat([...parts, fields.payload]);
}
