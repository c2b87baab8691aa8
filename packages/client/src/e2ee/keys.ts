import { bytesOf } from './sframe/bytes.ts';

/** Rounds of PBKDF2 with SHA-512 for a passphrase (OWASP Password Storage Cheat Sheet). */
const ROUNDS = 210_000;
/** Of every passphrase: people who share one know nothing else of each other. */
const SALT = 'roomcast end-to-end encryption 1';

/** Makes what all keys are derived from, of a passphrase or of random bytes. It cannot be read any more by then. */
export async function importSecret(key: string | Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
	const secret = typeof key === 'string' ? await stretch(key) : key;
	return crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveBits', 'deriveKey']);
}

async function stretch(passphrase: string): Promise<ArrayBuffer> {
	const typed = await crypto.subtle.importKey('raw', bytesOf(passphrase), 'PBKDF2', false, ['deriveBits']);
	const how = { name: 'PBKDF2', hash: 'SHA-512', salt: bytesOf(SALT), iterations: ROUNDS };
	return crypto.subtle.deriveBits(how, typed, 256);
}
