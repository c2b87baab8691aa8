import { createHmac, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** Values of RFC 5389 sections 6 and 15, and of RFC 8445 section 16. */
const BINDING_REQUEST = 0x0001;
const MAGIC_COOKIE = 0x2112a442;
const FINGERPRINT_MASK = 0x5354554e;
const Attribute = {
	USERNAME: 0x0006,
	MESSAGE_INTEGRITY: 0x0008,
	PRIORITY: 0x0024,
	USE_CANDIDATE: 0x0025,
	ICE_CONTROLLING: 0x802a,
	FINGERPRINT: 0x8028,
} as const;

/** Whom a connectivity check is for. */
export interface IceCredentials {
	readonly usernameFragment: string;
	readonly password: string;
}

/** The connectivity check of an ICE client that nominates its pair, as its agent is to answer it. */
export function bindingRequest({ usernameFragment, password }: IceCredentials): Buffer {
	const body = Buffer.concat([
		attribute(Attribute.USERNAME, Buffer.from(`${usernameFragment}:client`)),
		attribute(Attribute.PRIORITY, Buffer.from([0x6e, 0x7f, 0x1e, 0xff])),
		attribute(Attribute.ICE_CONTROLLING, randomBytes(8)),
		attribute(Attribute.USE_CANDIDATE, Buffer.alloc(0)),
	]);
	const header = Buffer.alloc(20);
	header.writeUInt16BE(BINDING_REQUEST, 0);
	header.writeUInt32BE(MAGIC_COOKIE, 4);
	randomBytes(12).copy(header, 8);
	// Both are over the message up to them, with a length that has them in it.
	const withLength = (length: number) => {
		header.writeUInt16BE(length, 2);
		return header;
	};
	const signed = Buffer.concat([withLength(body.length + 24), body]);
	const integrity = attribute(Attribute.MESSAGE_INTEGRITY, createHmac('sha1', password).update(signed).digest());
	const whole = Buffer.concat([withLength(body.length + 32), body, integrity]);
	const fingerprint = Buffer.alloc(4);
	fingerprint.writeUInt32BE((crc32(whole) ^ FINGERPRINT_MASK) >>> 0);
	return Buffer.concat([whole, attribute(Attribute.FINGERPRINT, fingerprint)]);
}

/** Whether a packet is the answer that a connectivity check hopes for. */
export function isBindingSuccess(packet: Buffer): boolean {
	return packet.length >= 20 && packet.readUInt16BE(0) === 0x0101;
}

/** A packet as TCP carries it (RFC 4571). */
export function framed(packet: Buffer): Buffer {
	const length = Buffer.alloc(2);
	length.writeUInt16BE(packet.length);
	return Buffer.concat([length, packet]);
}

function attribute(type: number, value: Buffer): Buffer {
	const padded = Buffer.alloc(4 + Math.ceil(value.length / 4) * 4);
	padded.writeUInt16BE(type, 0);
	padded.writeUInt16BE(value.length, 2);
	value.copy(padded, 4);
	return padded;
}
