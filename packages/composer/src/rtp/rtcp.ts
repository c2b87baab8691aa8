/** RTCP: what the composer reads (sender reports) and what it answers (receiver reports, NACK, PLI). */

/** A sender report (RFC 3550 §6.4.1), as far as synchronisation needs it. */
export interface SenderReport {
	readonly ssrc: number;
	/** Wall-clock time of the report in ms since 1900, with a fraction. */
	readonly ntpMs: number;
	/** The middle 32 bits of the NTP timestamp, echoed in receiver reports. */
	readonly ntpMiddle: number;
	readonly rtpTimestamp: number;
}

/** One stream's block in a receiver report (RFC 3550 §6.4.2). */
export interface ReportBlock {
	readonly ssrc: number;
	/** 0–255 of 256. */
	readonly fractionLost: number;
	readonly packetsLost: number;
	/** Extended highest sequence number, 32 bits. */
	readonly highestSequence: number;
	/** In timestamp units. */
	readonly jitter: number;
	readonly lastSenderReport: number;
	/** In 1/65536 s. */
	readonly delaySinceLastSenderReport: number;
}

const SR = 200;
const RR = 201;
const TRANSPORT_FEEDBACK = 205;
const PAYLOAD_FEEDBACK = 206;

/** The sender reports in a compound packet. Anything malformed ends the reading; nothing throws. */
export function parseSenderReports(datagram: Buffer): SenderReport[] {
	const reports: SenderReport[] = [];
	let offset = 0;
	while (offset + 8 <= datagram.length) {
		if (datagram.readUInt8(offset) >> 6 !== 2) break;
		const end = offset + (datagram.readUInt16BE(offset + 2) + 1) * 4;
		if (end > datagram.length) break;
		if (datagram.readUInt8(offset + 1) === SR && end - offset >= 28) {
			const seconds = datagram.readUInt32BE(offset + 8);
			const fraction = datagram.readUInt32BE(offset + 12);
			reports.push({
				ssrc: datagram.readUInt32BE(offset + 4),
				ntpMs: seconds * 1000 + (fraction / 2 ** 32) * 1000,
				ntpMiddle: ((seconds & 0xffff) * 0x10000 + (fraction >>> 16)) >>> 0,
				rtpTimestamp: datagram.readUInt32BE(offset + 16),
			});
		}
		offset = end;
	}
	return reports;
}

function header(type: number, count: number, bytes: number): Buffer {
	const packet = Buffer.alloc(bytes);
	packet.writeUInt8(0x80 | count, 0);
	packet.writeUInt8(type, 1);
	packet.writeUInt16BE(bytes / 4 - 1, 2);
	return packet;
}

/** A receiver report. @param blocks at most 31, as the count has five bits; more are left out */
export function buildReceiverReport(senderSsrc: number, blocks: readonly ReportBlock[]): Buffer {
	const used = blocks.slice(0, 31);
	const packet = header(RR, used.length, 8 + used.length * 24);
	packet.writeUInt32BE(senderSsrc, 4);
	let offset = 8;
	for (const block of used) {
		packet.writeUInt32BE(block.ssrc, offset);
		packet.writeUInt8(block.fractionLost & 0xff, offset + 4);
		packet.writeIntBE(Math.max(-0x800000, Math.min(0x7fffff, block.packetsLost)), offset + 5, 3);
		packet.writeUInt32BE(block.highestSequence >>> 0, offset + 8);
		packet.writeUInt32BE(block.jitter >>> 0, offset + 12);
		packet.writeUInt32BE(block.lastSenderReport >>> 0, offset + 16);
		packet.writeUInt32BE(block.delaySinceLastSenderReport >>> 0, offset + 20);
		offset += 24;
	}
	return packet;
}

/** A generic NACK (RFC 4585 §6.2.1). @param sequences 16-bit sequence numbers, ascending in sending order */
export function buildNack(senderSsrc: number, mediaSsrc: number, sequences: readonly number[]): Buffer {
	const items: Array<{ pid: number; mask: number }> = [];
	for (const sequence of sequences) {
		const last = items.at(-1);
		const distance = last ? (sequence - last.pid) & 0xffff : 0;
		if (last && distance >= 1 && distance <= 16) last.mask |= 1 << (distance - 1);
		else items.push({ pid: sequence & 0xffff, mask: 0 });
	}
	const packet = header(TRANSPORT_FEEDBACK, 1, 12 + items.length * 4);
	packet.writeUInt32BE(senderSsrc, 4);
	packet.writeUInt32BE(mediaSsrc, 8);
	for (const [index, item] of items.entries()) {
		packet.writeUInt16BE(item.pid, 12 + index * 4);
		packet.writeUInt16BE(item.mask, 14 + index * 4);
	}
	return packet;
}

/** A picture loss indication (RFC 4585 §6.3.1): asks the sender for a key frame. */
export function buildPli(senderSsrc: number, mediaSsrc: number): Buffer {
	const packet = header(PAYLOAD_FEEDBACK, 1, 12);
	packet.writeUInt32BE(senderSsrc, 4);
	packet.writeUInt32BE(mediaSsrc, 8);
	return packet;
}
