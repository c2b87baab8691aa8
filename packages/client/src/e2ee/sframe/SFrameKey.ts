import { bytesOf, concat } from './bytes.ts';
import { encodeHeader } from './header.ts';

/** `AES_256_GCM_SHA512_128` (RFC 9605, section 4.5). */
const SUITE = 5;
const HASH = 'SHA-512';
const KEY_BITS = 256;
const NONCE_BYTES = 12;

/** Bytes of the tag at the end of a frame. */
export const TAG_BYTES = 16;

/**
 * Encrypts and decrypts the frames of one KID by SFrame (RFC 9605). Key and salt come from a base key and the KID, so that
 * senders whose KIDs differ never use one key with one nonce.
 */
export class SFrameKey {
	readonly kid: bigint;
	readonly #key: CryptoKey;
	readonly #salt: Uint8Array;

	private constructor(kid: bigint, key: CryptoKey, salt: Uint8Array) {
		this.kid = kid;
		this.#key = key;
		this.#salt = salt;
	}

	/** @param baseKey for HKDF, with the usages `deriveBits` and `deriveKey` */
	static async derive(baseKey: CryptoKey, kid: bigint): Promise<SFrameKey> {
		const hkdf = (label: string) => ({
			name: 'HKDF',
			hash: HASH,
			salt: new Uint8Array(0),
			info: concat(bytesOf(label), bigEndian(kid, 8), bigEndian(BigInt(SUITE), 2)),
		});
		const [key, salt] = await Promise.all([
			crypto.subtle.deriveKey(hkdf('SFrame 1.0 Secret key '), baseKey, { name: 'AES-GCM', length: KEY_BITS }, false, [
				'encrypt',
				'decrypt',
			]),
			crypto.subtle.deriveBits(hkdf('SFrame 1.0 Secret salt '), baseKey, NONCE_BYTES * 8),
		]);
		return new SFrameKey(kid, key, new Uint8Array(salt));
	}

	/**
	 * @param counter never twice with one key
	 * @param metadata is authenticated, and not part of the result
	 * @returns header, ciphertext and tag
	 */
	async encrypt(
		counter: bigint,
		frame: Uint8Array<ArrayBuffer>,
		metadata: Uint8Array,
	): Promise<Uint8Array<ArrayBuffer>> {
		const header = encodeHeader(this.kid, counter);
		const sealed = await crypto.subtle.encrypt(this.#algorithm(counter, header, metadata), this.#key, frame);
		return concat(header, new Uint8Array(sealed));
	}

	/**
	 * @param sealed what `encrypt` made
	 * @throws OperationError when it is not that
	 */
	async decrypt(
		sealed: Uint8Array<ArrayBuffer>,
		counter: bigint,
		headerLength: number,
		metadata: Uint8Array,
	): Promise<ArrayBuffer> {
		const header = sealed.subarray(0, headerLength);
		return crypto.subtle.decrypt(this.#algorithm(counter, header, metadata), this.#key, sealed.subarray(headerLength));
	}

	#algorithm(counter: bigint, header: Uint8Array, metadata: Uint8Array): AesGcmParams {
		const iv = bigEndian(counter, NONCE_BYTES);
		for (let index = 0; index < NONCE_BYTES; index++) iv[index] = (iv[index] ?? 0) ^ (this.#salt[index] ?? 0);
		return { name: 'AES-GCM', iv, additionalData: concat(header, metadata), tagLength: TAG_BYTES * 8 };
	}
}

function bigEndian(value: bigint, length: number): Uint8Array<ArrayBuffer> {
	const bytes = new Uint8Array(length);
	for (let index = length - 1, rest = value; index >= 0; index--, rest >>= 8n) bytes[index] = Number(rest & 0xffn);
	return bytes;
}
