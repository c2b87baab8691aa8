/** What is in front of each encrypted frame (RFC 9605, section 4.3): which key, and the how many-th frame of it. */
export interface SFrameHeader {
	readonly kid: bigint;
	readonly counter: bigint;
	/** Bytes of the header. */
	readonly length: number;
}

/** Values up to this are in the first byte itself. */
const INLINE = 7n;

/** The bytes of a header. Both numbers have 64 bits at most. */
export function encodeHeader(kid: bigint, counter: bigint): Uint8Array<ArrayBuffer> {
	const [kidBits, kidBytes] = field(kid);
	const [counterBits, counterBytes] = field(counter);
	return Uint8Array.of((kidBits << 4) | counterBits, ...kidBytes, ...counterBytes);
}

/** @returns undefined for what is no header */
export function decodeHeader(data: Uint8Array): SFrameHeader | undefined {
	const config = data[0];
	if (config === undefined) return undefined;
	const kid = readField(data, config >> 4, 1);
	if (kid === undefined) return undefined;
	const counter = readField(data, config & 0x0f, kid.end);
	return counter && { kid: kid.value, counter: counter.value, length: counter.end };
}

/** Four bits of the first byte, and the bytes behind it. */
function field(value: bigint): [bits: number, bytes: number[]] {
	if (value <= INLINE) return [Number(value), []];
	const bytes: number[] = [];
	for (let rest = value; rest > 0n; rest >>= 8n) bytes.unshift(Number(rest & 0xffn));
	return [0x08 | (bytes.length - 1), bytes];
}

function readField(data: Uint8Array, bits: number, start: number): { value: bigint; end: number } | undefined {
	if ((bits & 0x08) === 0) return { value: BigInt(bits), end: start };
	const end = start + (bits & 0x07) + 1;
	if (end > data.length) return undefined;
	let value = 0n;
	for (const byte of data.subarray(start, end)) value = (value << 8n) | BigInt(byte);
	return { value, end };
}
