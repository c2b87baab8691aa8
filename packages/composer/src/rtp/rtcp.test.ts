import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Reception } from './reception.ts';
import { buildNack, buildReceiverReport, parseSenderReports } from './rtcp.ts';

function readNack(packet: Buffer): number[] {
	const sequences: number[] = [];
	for (let offset = 12; offset < packet.length; offset += 4) {
		const pid = packet.readUInt16BE(offset);
		const mask = packet.readUInt16BE(offset + 2);
		sequences.push(pid);
		for (let bit = 0; bit < 16; bit++) if (mask & (1 << bit)) sequences.push((pid + bit + 1) & 0xffff);
	}
	return sequences;
}

test('a NACK names exactly the packets asked for, also across the wrap', () => {
	fc.assert(
		fc.property(
			fc.integer({ min: 0, max: 65_535 }),
			fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 60 }),
			(first, steps) => {
				const sequences = [first];
				for (const step of steps) sequences.push(((sequences.at(-1) ?? 0) + step) & 0xffff);
				expect(readNack(buildNack(1, 2, sequences))).toEqual(sequences);
			},
		),
	);
});

test('a sender report behind another packet of a compound is found', () => {
	const sr = Buffer.alloc(28);
	sr.writeUInt8(0x80, 0);
	sr.writeUInt8(200, 1);
	sr.writeUInt16BE(6, 2);
	sr.writeUInt32BE(77, 4);
	sr.writeUInt32BE(1000, 8);
	sr.writeUInt32BE(0x80000000, 12);
	sr.writeUInt32BE(90_000, 16);
	const compound = Buffer.concat([buildReceiverReport(5, []), sr]);
	expect(parseSenderReports(compound)).toEqual([
		{ ssrc: 77, ntpMs: 1_000_500, ntpMiddle: ((1000 << 16) | 0x8000) >>> 0, rtpTimestamp: 90_000 },
	]);
	expect(parseSenderReports(compound.subarray(0, 30))).toEqual([]);
});

test('the report counts what was lost since the one before', () => {
	const reception = new Reception(9, 90_000);
	for (const sequence of [10, 11, 13, 14]) reception.packet(sequence, sequence * 3000, sequence * 33);
	expect(reception.report(1000)).toMatchObject({ ssrc: 9, packetsLost: 1, highestSequence: 14, fractionLost: 51 });
	for (const sequence of [15, 16]) reception.packet(sequence, sequence * 3000, sequence * 33);
	expect(reception.report(2000)).toMatchObject({ packetsLost: 1, fractionLost: 0 });
});

test('garbage is no sender report and does not throw', () => {
	fc.assert(fc.property(fc.uint8Array({ maxLength: 120 }), (bytes) => void parseSenderReports(Buffer.from(bytes))));
});
