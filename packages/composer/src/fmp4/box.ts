/** A box of an ISO base media file (ISO/IEC 14496-12 §4.2). @param type four characters */
export function box(type: string, ...content: readonly Buffer[]): Buffer {
	const size = content.reduce((sum, { length }) => sum + length, 8);
	const header = Buffer.alloc(8);
	header.writeUInt32BE(size, 0);
	header.write(type, 4, 'latin1');
	return Buffer.concat([header, ...content], size);
}

/** A box with version and flags. */
export function fullBox(type: string, version: number, flags: number, ...content: readonly Buffer[]): Buffer {
	return box(type, uint32((version << 24) | flags), ...content);
}

export function uint8(...values: readonly number[]): Buffer {
	return Buffer.from(values);
}

export function uint16(...values: readonly number[]): Buffer {
	const bytes = Buffer.alloc(values.length * 2);
	for (const [index, value] of values.entries()) bytes.writeUInt16BE(value, index * 2);
	return bytes;
}

/** Signed values come out as their two's complement. */
export function uint32(...values: readonly number[]): Buffer {
	const bytes = Buffer.alloc(values.length * 4);
	for (const [index, value] of values.entries()) bytes.writeUInt32BE(value >>> 0, index * 4);
	return bytes;
}

export function uint64(value: number): Buffer {
	const bytes = Buffer.alloc(8);
	bytes.writeBigUInt64BE(BigInt(value));
	return bytes;
}

export function zeros(count: number): Buffer {
	return Buffer.alloc(count);
}
