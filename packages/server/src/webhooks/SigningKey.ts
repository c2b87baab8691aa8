import { createPrivateKey, generateKeyPair, type KeyObject, sign } from 'node:crypto';
import { promisify } from 'node:util';
import type { Database } from '../db/Database.ts';
import { findSigningKey, insertSigningKey } from './secretStore.ts';

const MODULUS_BITS = 2048;

/**
 * The key of `videosdk-signature`: one for the installation, made once and kept in the database, so that every server
 * signs with it. The private half leaves this object only towards the database.
 */
export class SigningKey {
	/** PEM, SubjectPublicKeyInfo. */
	readonly publicKey: string;
	readonly #privateKey: KeyObject;

	private constructor(publicKey: string, privateKey: KeyObject) {
		this.publicKey = publicKey;
		this.#privateKey = privateKey;
	}

	/** The key of this installation; made when there is none. Servers that start at once agree on one. */
	static async create(database: Database): Promise<SigningKey> {
		if ((await findSigningKey(database.queries)) === undefined) {
			const { publicKey, privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: MODULUS_BITS });
			await insertSigningKey(database.queries, {
				publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
				privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
			});
		}
		const stored = await findSigningKey(database.queries);
		if (stored === undefined) throw new Error('The key that signs webhooks was not stored');
		return new SigningKey(stored.publicKey, createPrivateKey(stored.privateKey));
	}

	/**
	 * RSA-SHA256 (PKCS #1 v1.5) over the body, in base64 (VideoSDK v2, webhook verification). Computed on another
	 * thread: it takes about a millisecond.
	 */
	async sign(body: Buffer): Promise<string> {
		const signature = await new Promise<Buffer>((resolve, reject) => {
			sign('RSA-SHA256', body, this.#privateKey, (error, result) => (error ? reject(error) : resolve(result)));
		});
		return signature.toString('base64');
	}
}
