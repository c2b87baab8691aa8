import { createHmac, randomUUID } from 'node:crypto';

export interface TokenOptions {
	readonly permissions?: string[];
	readonly claims?: Record<string, unknown>;
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token as a customer's own server would sign it, without Roomcast's code. */
export function mintToken(key: { id: string; secret: string }, options: TokenOptions = {}): string {
	const now = Math.floor(Date.now() / 1000);
	const permissions = options.permissions ?? ['allow_join', 'allow_mod'];
	const payload = {
		apikey: key.id,
		permissions,
		version: 2,
		jti: randomUUID(),
		iat: now,
		exp: now + 3600,
		...options.claims,
	};
	const input = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(payload)}`;
	return `${input}.${createHmac('sha256', key.secret).update(input).digest('base64url')}`;
}
