import { createHash } from 'node:crypto';

/**
 * SHA-256 of a secret, base64url, 43 characters. What is kept and compared is this: who reads it learns nothing, and the
 * time that a comparison takes tells nothing of the secret.
 */
export function secretHash(secret: string): string {
	return createHash('sha256').update(secret).digest('base64url');
}
