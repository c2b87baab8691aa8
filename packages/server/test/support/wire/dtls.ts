import { randomBytes } from 'node:crypto';

export const DTLS_1_0 = 0xfeff;
export const DTLS_1_2 = 0xfefd;

const ContentType = { alert: 21, handshake: 22 } as const;
const HandshakeType = { clientHello: 1, serverHello: 2 } as const;
const Extension = { supportedGroups: 10, pointFormats: 11, signatureAlgorithms: 13, useSrtp: 14 } as const;

export interface ClientHelloOptions {
	readonly version?: number;
	/** Numbers of cipher suites, as IANA lists them. */
	readonly suites: readonly number[];
	/** Numbers of SRTP protection profiles, as IANA lists them. */
	readonly srtpProfiles?: readonly number[];
}

/** The first packet of a DTLS client (RFC 6347 section 4.2). */
export function clientHello({
	version = DTLS_1_2,
	suites,
	srtpProfiles = [0x0007, 0x0001],
}: ClientHelloOptions): Buffer {
	const extensions = Buffer.concat([
		extension(Extension.supportedGroups, vector(2, words([0x001d, 0x0017]))),
		extension(Extension.pointFormats, vector(1, Buffer.from([0]))),
		extension(Extension.signatureAlgorithms, vector(2, words([0x0403, 0x0804, 0x0401, 0x0203, 0x0201]))),
		extension(Extension.useSrtp, Buffer.concat([vector(2, words(srtpProfiles)), Buffer.from([0])])),
	]);
	const body = Buffer.concat([
		words([version]),
		randomBytes(32),
		vector(1, Buffer.alloc(0)),
		vector(1, Buffer.alloc(0)),
		vector(2, words(suites)),
		Buffer.from([1, 0]),
		vector(2, extensions),
	]);
	const length = number(3, body.length);
	const handshake = Buffer.concat([
		Buffer.from([HandshakeType.clientHello]),
		length,
		words([0]),
		number(3, 0),
		length,
		body,
	]);
	return Buffer.concat([Buffer.from([ContentType.handshake]), words([version]), Buffer.alloc(8), vector(2, handshake)]);
}

/** What a server says to a ClientHello. */
export type ServerAnswer =
	| {
			readonly type: 'hello';
			readonly version: number;
			readonly suite: number;
			readonly srtpProfile: number | undefined;
	  }
	| { readonly type: 'alert'; readonly description: number };

/** Reads the first record of a packet; undefined when it is neither. */
export function serverAnswer(packet: Buffer): ServerAnswer | undefined {
	if (packet.length < 13) return undefined;
	const record = packet.subarray(13, 13 + packet.readUInt16BE(11));
	if (packet[0] === ContentType.alert) return { type: 'alert', description: record[1] ?? 0 };
	if (packet[0] !== ContentType.handshake || record[0] !== HandshakeType.serverHello) return undefined;
	// Header of the message, version, random.
	const version = record.readUInt16BE(12);
	let at = 12 + 2 + 32;
	at += 1 + (record[at] ?? 0);
	const suite = record.readUInt16BE(at);
	at += 2 + 1;
	let srtpProfile: number | undefined;
	const end = at + 2 + record.readUInt16BE(at);
	for (at += 2; at + 4 <= end; at += 4 + record.readUInt16BE(at + 2)) {
		if (record.readUInt16BE(at) === Extension.useSrtp) srtpProfile = record.readUInt16BE(at + 6);
	}
	return { type: 'hello', version, suite, srtpProfile };
}

function number(bytes: number, value: number): Buffer {
	const buffer = Buffer.alloc(bytes);
	buffer.writeUIntBE(value, 0, bytes);
	return buffer;
}

const words = (values: readonly number[]) => Buffer.concat(values.map((value) => number(2, value)));
const vector = (lengthBytes: number, content: Buffer) => Buffer.concat([number(lengthBytes, content.length), content]);
const extension = (type: number, content: Buffer) => Buffer.concat([number(2, type), vector(2, content)]);
