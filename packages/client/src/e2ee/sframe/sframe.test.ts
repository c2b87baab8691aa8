import { describe, expect, it } from 'vitest';
import { bytesOf } from './bytes.ts';
import { decodeHeader, encodeHeader } from './header.ts';
import { ReplayWindow } from './ReplayWindow.ts';
import { SFrameKey } from './SFrameKey.ts';

const hex = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'));
const toHex = (bytes: ArrayBuffer | Uint8Array) => Buffer.from(bytes as Uint8Array).toString('hex');

async function baseKey(text: string): Promise<CryptoKey> {
	return crypto.subtle.importKey('raw', hex(text), 'HKDF', false, ['deriveBits', 'deriveKey']);
}

describe('the header (RFC 9605, appendix C.1)', () => {
	it.each([
		[0n, 0n, '00'],
		[0n, 255n, '08ff'],
		[0n, 72057594037927936n, '0f0100000000000000'],
		[1n, 1n, '11'],
		[255n, 0n, '80ff'],
		[256n, 65535n, '990100ffff'],
		[65536n, 16777216n, 'ab01000001000000'],
		[4294967295n, 18446744073709551615n, 'bfffffffffffffffffffffffff'],
	])('of KID %d and counter %d', (kid, counter, encoded) => {
		expect(toHex(encodeHeader(kid, counter))).toBe(encoded);
		expect(decodeHeader(hex(`${encoded}abcd`))).toEqual({ kid, counter, length: encoded.length / 2 });
	});

	it('that is cut off is none', () => {
		for (const text of ['', '80', '90ff', '99ffff01']) expect(decodeHeader(hex(text))).toBeUndefined();
	});
});

describe('a frame', () => {
	// RFC 9605, appendix C.3, AES_256_GCM_SHA512_128.
	const metadata = hex('4945544620534672616d65205747');
	const plain = hex('64726166742d696574662d736672616d652d656e63');
	const sealed = '990123456794f509d36e9beacb0e261d99c7d1e972f1fed787d4049f17ca21353c1cc24d56ceabced279';

	it('is encrypted as the standard says', async () => {
		const key = await SFrameKey.derive(await baseKey('000102030405060708090a0b0c0d0e0f'), 0x123n);
		expect(toHex(await key.encrypt(0x4567n, plain, metadata))).toBe(sealed);
	});

	it('is decrypted, and nothing that was changed', async () => {
		const key = await SFrameKey.derive(await baseKey('000102030405060708090a0b0c0d0e0f'), 0x123n);
		const { counter, length } = decodeHeader(hex(sealed)) ?? { counter: 0n, length: 0 };
		expect(toHex(await key.decrypt(hex(sealed), counter, length, metadata))).toBe(toHex(plain));
		for (const at of [0, length, length + 3, sealed.length / 2 - 1]) {
			const changed = hex(sealed);
			changed[at] = (changed[at] ?? 0) ^ 1;
			await expect(key.decrypt(changed, counter, length, metadata)).rejects.toThrow();
		}
		await expect(key.decrypt(hex(sealed), counter, length, bytesOf('other'))).rejects.toThrow();
		await expect(key.decrypt(hex(sealed), counter + 1n, length, metadata)).rejects.toThrow();
	});
});

describe('what was received', () => {
	it('is taken once, in any order', () => {
		const window = new ReplayWindow();
		for (const counter of [5n, 3n, 4n, 9n, 0n]) {
			expect(window.isNew(counter)).toBe(true);
			window.add(counter);
			expect(window.isNew(counter)).toBe(false);
		}
		expect(window.isNew(8n)).toBe(true);
	});

	it('is not taken long after', () => {
		const window = new ReplayWindow();
		for (let counter = 0n; counter < 5000n; counter++) if (counter !== 3000n && counter !== 4500n) window.add(counter);
		expect(window.isNew(3000n)).toBe(false);
		expect(window.isNew(4500n)).toBe(true);
		expect(window.isNew(4499n)).toBe(false);
	});
});
