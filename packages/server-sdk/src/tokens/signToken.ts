import { epochSeconds } from '../time/clock.ts';

/** What a token lets its holder do: docs/tokens.md. */
export type Permission = 'allow_join' | 'ask_join' | 'allow_view' | 'allow_mod';
/** Where a token may be used: `crawler` for REST only, `rtc` for joining only; none or both: everywhere. */
export type Role = 'crawler' | 'rtc';

/** Whom a token is for. */
export interface TokenOptions {
	readonly permissions: readonly Permission[];
	readonly roles?: readonly Role[];
	/** Limits it to this room: a `roomId` or a `customRoomId`. */
	readonly roomId?: string;
	/** Its holder joins as this participant. */
	readonly participantId?: string;
	/** Seconds from now; default: 600. */
	readonly expiresIn?: number;
}

/** An API key of your server. */
export interface ApiKey {
	readonly apiKey: string;
	readonly secret: string;
}

const LIFE = 600;

/**
 * Signs a token (JWT, HS256) with Web Crypto.
 *
 * @throws TypeError for an empty key or secret, and for `expiresIn` that is not a positive number
 */
export async function signToken({ apiKey, secret }: ApiKey, options: TokenOptions): Promise<string> {
	const { permissions, roles, roomId, participantId, expiresIn = LIFE } = options;
	if (apiKey === '') throw new TypeError('`apiKey` is empty; it must be the id of an API key');
	if (secret === '') throw new TypeError('`secret` is empty; it must be the secret of the API key');
	if (!(expiresIn > 0) || !Number.isFinite(expiresIn))
		throw new TypeError(`\`expiresIn\` is ${expiresIn}; it must be a number of seconds above 0`);
	const iat = epochSeconds();
	const claims = { apikey: apiKey, version: 2, permissions, roles, roomId, participantId };
	const payload = { ...claims, jti: crypto.randomUUID(), iat, exp: iat + Math.ceil(expiresIn) };
	const text = `${encoded({ alg: 'HS256', typ: 'JWT' })}.${encoded(payload)}`;
	const algorithm = { name: 'HMAC', hash: 'SHA-256' };
	const key = await crypto.subtle.importKey('raw', new TextEncoder().encode(secret), algorithm, false, ['sign']);
	const signature = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(text));
	return `${text}.${base64Url(new Uint8Array(signature))}`;
}

const encoded = (value: object) => base64Url(new TextEncoder().encode(JSON.stringify(value)));

function base64Url(bytes: Uint8Array): string {
	const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
	return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
