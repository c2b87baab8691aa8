import { randomBytes } from 'node:crypto';

const VERSION = 3;
const PACKET_BYTES = 1536;

/** C0 and C1, which the client sends at once (RTMP specification 1.0, §5.2): time 0 and random bytes. */
export function clientHello(): Buffer {
	return Buffer.concat([Buffer.from([VERSION]), Buffer.alloc(8), randomBytes(PACKET_BYTES - 8)]);
}

/** Bytes of S0, S1 and S2 together: what a server has said when the handshake is over. */
export const SERVER_HELLO_BYTES = 1 + 2 * PACKET_BYTES;

/**
 * C2, the echo of S1.
 *
 * @param hello S0, S1 and S2
 * @throws RangeError where the server speaks another version
 */
export function clientAnswer(hello: Buffer): Buffer {
	if (hello[0] !== VERSION) throw new RangeError(`the server does not speak RTMP: it begins with byte ${hello[0]}`);
	return Buffer.from(hello.subarray(1, 1 + PACKET_BYTES));
}
