/** One RTP packet (RFC 3550 §5.1), its payload a view into the datagram it came in. */
export interface RtpPacket {
	readonly payloadType: number;
	readonly marker: boolean;
	/** 16 bits, as sent. */
	readonly sequence: number;
	/** 32 bits, in the codec's clock rate. */
	readonly timestamp: number;
	readonly ssrc: number;
	readonly payload: Buffer;
	/** The header-extension block without its 4-byte head, and which profile it has; read it with {@link headerExtension}. */
	readonly extension: { readonly profile: number; readonly data: Buffer } | undefined;
}

const FIXED_HEADER = 12;
const ONE_BYTE_PROFILE = 0xbede;
const TWO_BYTE_PROFILE = 0x1000;

/** True where the second byte says RTCP on a socket that carries both (RFC 5761 §4: packet types 192–223). */
export function isRtcp(datagram: Buffer): boolean {
	const type = datagram[1] ?? 0;
	return datagram.length >= 8 && type >= 192 && type <= 223;
}

/**
 * Reads a datagram as RTP.
 *
 * @returns `undefined` for anything that is not a whole RTP version 2 packet. Never throws: what arrives on a socket is
 * not trusted.
 */
export function parseRtp(datagram: Buffer): RtpPacket | undefined {
	if (datagram.length < FIXED_HEADER) return undefined;
	const first = datagram.readUInt8(0);
	if (first >> 6 !== 2) return undefined;
	let offset = FIXED_HEADER + (first & 0x0f) * 4;
	let extension: RtpPacket['extension'];
	if (first & 0x10) {
		if (datagram.length < offset + 4) return undefined;
		const profile = datagram.readUInt16BE(offset);
		const end = offset + 4 + datagram.readUInt16BE(offset + 2) * 4;
		if (datagram.length < end) return undefined;
		extension = { profile, data: datagram.subarray(offset + 4, end) };
		offset = end;
	}
	let end = datagram.length;
	if (first & 0x20) {
		const padding = datagram.readUInt8(end - 1);
		if (padding === 0) return undefined;
		end -= padding;
	}
	if (end < offset) return undefined;
	const second = datagram.readUInt8(1);
	return {
		payloadType: second & 0x7f,
		marker: (second & 0x80) !== 0,
		sequence: datagram.readUInt16BE(2),
		timestamp: datagram.readUInt32BE(4),
		ssrc: datagram.readUInt32BE(8),
		payload: datagram.subarray(offset, end),
		extension,
	};
}

/** The bytes of header extension `id` (RFC 8285, one- and two-byte forms), or `undefined` where the packet has none. */
export function headerExtension(packet: RtpPacket, id: number): Buffer | undefined {
	if (!packet.extension) return undefined;
	const { profile, data } = packet.extension;
	const twoByte = (profile & 0xfff0) === TWO_BYTE_PROFILE;
	if (!twoByte && profile !== ONE_BYTE_PROFILE) return undefined;
	let offset = 0;
	while (offset < data.length) {
		const head = data.readUInt8(offset);
		if (head === 0) {
			offset += 1;
			continue;
		}
		if (twoByte && offset + 1 >= data.length) return undefined;
		const found = twoByte ? head : head >> 4;
		// Id 15 ends a one-byte block (RFC 8285 §4.2).
		if (!twoByte && found === 15) return undefined;
		const length = twoByte ? data.readUInt8(offset + 1) : (head & 0x0f) + 1;
		const start = offset + (twoByte ? 2 : 1);
		if (start + length > data.length) return undefined;
		if (found === id) return data.subarray(start, start + length);
		offset = start + length;
	}
	return undefined;
}

/**
 * Turns a retransmission (RFC 4588 §4) back into the packet it repeats.
 *
 * @param ssrc the media stream's SSRC
 * @param payloadType the media stream's payload type
 * @returns `undefined` where the payload is too short to hold the original sequence number (a padding probe)
 */
export function unwrapRtx(packet: RtpPacket, ssrc: number, payloadType: number): RtpPacket | undefined {
	if (packet.payload.length < 3) return undefined;
	return {
		...packet,
		ssrc,
		payloadType,
		sequence: packet.payload.readUInt16BE(0),
		payload: packet.payload.subarray(2),
	};
}
