import { OBU, obuType, readLeb128, writeLeb128 } from '../../src/bitstream/av1.ts';

/** One packet's payload and marker bit. */
export interface Piece {
	readonly payload: Buffer;
	readonly marker: boolean;
}

function split(data: Buffer, size: number): Buffer[] {
	const parts: Buffer[] = [];
	for (let at = 0; at < data.length; at += size) parts.push(data.subarray(at, at + size));
	return parts;
}

/** VP8 (RFC 7741) with a 15-bit picture id. */
export function packetizeVp8(frame: Buffer, pictureId: number, size = 1100): Piece[] {
	const parts = split(frame, size);
	return parts.map((part, index) => ({
		payload: Buffer.concat([
			Buffer.from([index === 0 ? 0x90 : 0x80, 0x80, 0x80 | (pictureId >> 8), pictureId & 0xff]),
			part,
		]),
		marker: index === parts.length - 1,
	}));
}

/** VP9 (RFC 9628), non-flexible mode, one entry of `layers` per spatial layer; `key` sets the scalability structure. */
export function packetizeVp9(
	layers: readonly Buffer[],
	key: boolean,
	size = 1100,
	pixels: readonly (readonly [number, number])[] = [],
): Piece[] {
	const pieces: Piece[] = [];
	for (const [spatial, layer] of layers.entries()) {
		const parts = split(layer, size);
		for (const [index, part] of parts.entries()) {
			const first = index === 0;
			const last = index === parts.length - 1;
			const structure = key && spatial === 0 && first;
			const flags = 0x80 | 0x20 | (key ? 0 : 0x40) | (first ? 8 : 0) | (last ? 4 : 0) | (structure ? 2 : 0);
			const descriptor = [flags, 0x81, 0x23, spatial << 1, 7];
			if (structure) {
				const both = pixels.flat().flatMap((length) => [length >> 8, length & 0xff]);
				descriptor.push((((pixels.length || layers.length) - 1) << 5) | (pixels.length > 0 ? 0x10 : 0), ...both);
			}
			pieces.push({
				payload: Buffer.concat([Buffer.from(descriptor), part]),
				marker: last && spatial === layers.length - 1,
			});
		}
	}
	return pieces;
}

/** H.264 (RFC 6184): small units of one frame aggregated in a STAP-A, large ones fragmented. */
export function packetizeH264(units: readonly Buffer[], size = 1100): Piece[] {
	const payloads: Buffer[] = [];
	const small = units.filter((unit) => unit.length <= 200);
	if (small.length > 0) {
		const bodies = small.flatMap((unit) => {
			const length = Buffer.alloc(2);
			length.writeUInt16BE(unit.length, 0);
			return [length, unit];
		});
		payloads.push(Buffer.concat([Buffer.from([24]), ...bodies]));
	}
	for (const unit of units.filter((one) => one.length > 200)) {
		if (unit.length <= size) {
			payloads.push(unit);
			continue;
		}
		const head = unit.readUInt8(0);
		const parts = split(unit.subarray(1), size);
		for (const [index, part] of parts.entries()) {
			const flags = (index === 0 ? 0x80 : 0) | (index === parts.length - 1 ? 0x40 : 0);
			payloads.push(Buffer.concat([Buffer.from([(head & 0xe0) | 28, flags | (head & 0x1f)]), part]));
		}
	}
	return payloads.map((payload, index) => ({ payload, marker: index === payloads.length - 1 }));
}

/** The OBUs of a temporal unit in which each has a size field. */
export function splitObus(unit: Buffer): Buffer[] {
	const obus: Buffer[] = [];
	let offset = 0;
	while (offset < unit.length) {
		const header = unit.readUInt8(offset) & 0x04 ? 2 : 1;
		const length = readLeb128(unit, offset + header);
		if (!length) break;
		const end = offset + header + length.bytes + length.value;
		obus.push(unit.subarray(offset, end));
		offset = end;
	}
	return obus;
}

function withoutSizeField(obu: Buffer): Buffer {
	const header = obu.readUInt8(0) & 0x04 ? 2 : 1;
	const length = readLeb128(obu, header);
	if (!length) return obu;
	const head = Buffer.from(obu.subarray(0, header));
	head.writeUInt8(head.readUInt8(0) & ~0x02, 0);
	return Buffer.concat([head, obu.subarray(header + length.bytes)]);
}

/** AV1 (AV1 RTP v1.0): OBUs without size fields, each with a length in the payload (W = 0), long ones fragmented. */
export function packetizeAv1(unit: Buffer, size = 1100): Piece[] {
	const obus = splitObus(unit)
		.filter((obu) => obuType(obu) !== OBU.temporalDelimiter)
		.map(withoutSizeField);
	const key = obus.some((obu) => obuType(obu) === OBU.sequenceHeader);
	const payloads: Array<{ parts: Buffer[]; continues: boolean; unfinished: boolean }> = [];
	let current = { parts: [] as Buffer[], continues: false, unfinished: false };
	let room = size;
	for (const obu of obus) {
		let rest = obu;
		while (rest.length > 0) {
			if (room < 20) {
				payloads.push(current);
				current = { parts: [], continues: rest !== obu, unfinished: false };
				room = size;
			}
			const part = rest.subarray(0, room);
			current.parts.push(Buffer.concat([writeLeb128(part.length), part]));
			rest = rest.subarray(part.length);
			room -= part.length + 2;
			if (rest.length > 0) current.unfinished = true;
		}
	}
	payloads.push(current);
	return payloads.map(({ parts, continues, unfinished }, index) => ({
		payload: Buffer.concat([
			Buffer.from([(continues ? 0x80 : 0) | (unfinished ? 0x40 : 0) | (key && index === 0 ? 0x08 : 0)]),
			...parts,
		]),
		marker: index === payloads.length - 1,
	}));
}
