import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildRtp } from '../../test/support/rtp-build.ts';
import { headerExtension, isRtcp, parseRtp, unwrapRtx } from './packet.ts';
import { buildPli } from './rtcp.ts';

test('reads what was written, extensions included', () => {
	const packet = parseRtp(
		buildRtp({
			payloadType: 96,
			sequence: 65_535,
			timestamp: 0xfffffff0,
			ssrc: 0xdeadbeef,
			marker: true,
			payload: Buffer.from('media'),
			extensions: new Map([
				[3, Buffer.from([1, 2, 3])],
				[13, Buffer.from([0x42])],
			]),
		}),
	);
	expect(packet).toMatchObject({
		payloadType: 96,
		sequence: 65_535,
		timestamp: 0xfffffff0,
		ssrc: 0xdeadbeef,
		marker: true,
	});
	expect(packet?.payload.toString()).toBe('media');
	expect(packet && headerExtension(packet, 13)).toEqual(Buffer.from([0x42]));
	expect(packet && headerExtension(packet, 3)).toEqual(Buffer.from([1, 2, 3]));
	expect(packet && headerExtension(packet, 5)).toBeUndefined();
});

test('takes padding off and refuses padding longer than the packet', () => {
	const plain = buildRtp({ payloadType: 0, sequence: 1, timestamp: 1, ssrc: 1, payload: Buffer.from([7, 0, 0, 3]) });
	plain.writeUInt8(plain.readUInt8(0) | 0x20, 0);
	expect(parseRtp(plain)?.payload).toEqual(Buffer.from([7]));
	plain.writeUInt8(200, plain.length - 1);
	expect(parseRtp(plain)).toBeUndefined();
});

test('a retransmission becomes the packet it repeats', () => {
	const rtx = parseRtp(
		buildRtp({ payloadType: 97, sequence: 5, timestamp: 9, ssrc: 2, payload: Buffer.from([0x12, 0x34, 9, 9]) }),
	);
	expect(rtx && unwrapRtx(rtx, 1, 96)).toMatchObject({
		ssrc: 1,
		payloadType: 96,
		sequence: 0x1234,
		payload: Buffer.from([9, 9]),
	});
});

test('any bytes at all: never throws, RTCP and RTP told apart', () => {
	fc.assert(
		fc.property(fc.uint8Array({ maxLength: 200 }), fc.integer({ min: 0, max: 255 }), (bytes, id) => {
			const packet = parseRtp(Buffer.from(bytes));
			if (packet) headerExtension(packet, id);
		}),
	);
	expect(isRtcp(buildPli(1, 2))).toBe(true);
	expect(
		isRtcp(buildRtp({ payloadType: 111, sequence: 1, timestamp: 1, ssrc: 1, marker: true, payload: Buffer.alloc(4) })),
	).toBe(false);
});
