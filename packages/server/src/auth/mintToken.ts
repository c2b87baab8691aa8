import { randomUUID } from 'node:crypto';
import type { Permission, Role } from '@roomcast/contract';
import { SignJWT } from 'jose';
import { epochSeconds } from '../time/clock.ts';

/** What a new token says. */
export interface TokenRequest {
	readonly permissions: readonly Permission[];
	readonly roomId?: string | undefined;
	readonly participantId?: string | undefined;
	readonly roles?: readonly Role[] | undefined;
	/** Seconds from now. */
	readonly expiresIn: number;
}

/**
 * How long a token of our own is good: as long as wanted, within what the server takes.
 *
 * @param wanted seconds
 * @param maxLife the setting `ROOMCAST_TOKEN_MAX_LIFE`, in seconds
 */
export function lifeWithin(wanted: number, maxLife: number | undefined): number {
	return Math.min(wanted, maxLife ?? wanted);
}

/**
 * Sign a token with a key, as a customer's own server would. Each has a `jti` of its own: two that are made in the same
 * second are two tokens, so that one of two people can be kept out.
 */
export function mintToken(
	key: { readonly id: string; readonly secret: string },
	request: TokenRequest,
): Promise<string> {
	const { permissions, roomId, participantId, roles, expiresIn } = request;
	const now = epochSeconds();
	return new SignJWT({ apikey: key.id, permissions, version: 2, roomId, participantId, roles })
		.setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
		.setJti(randomUUID())
		.setIssuedAt(now)
		.setExpirationTime(now + expiresIn)
		.sign(new TextEncoder().encode(key.secret));
}
