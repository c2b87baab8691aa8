import { RoomcastError, type TokenClaims } from '@roomcast/contract';
import { decodeJwt, decodeProtectedHeader, errors, jwtVerify } from 'jose';
import type { Key } from '../keys/Key.ts';
import { authorize } from '../policy/authorize.ts';
import { secretHash } from '../secrets/secretHash.ts';
import { noteFacts, type SecurityFacts } from '../security/facts.ts';
import { epochSeconds } from '../time/clock.ts';
import type { Caller } from './Caller.ts';
import { checkHeader } from './checkHeader.ts';
import { checkLife } from './checkLife.ts';
import { type CheckedClaims, checkClaims, checkShape } from './claims.ts';
import { moment } from './moment.ts';

/** Longest token that is looked at, in characters. */
const LONGEST_TOKEN = 8_192;
const MALFORMED = 'it is malformed; a token is three base64url parts with dots between';

/** What verifying needs of the keys. */
export interface KeySource {
	find(id: string): Promise<Key | undefined>;
	/** Whether that was found before: then to find it costs nothing. */
	isKnown(id: string): boolean;
}

/** How a token is looked at. */
export interface VerifyOptions {
	/** Does not look up keys that were never seen: this sender has asked the database too often. */
	readonly knownKeysOnly?: boolean;
}

export interface AuthenticatorOptions {
	/** Whether the development key is good. */
	readonly developmentMode: boolean;
	/** Seconds for which a token may be valid; undefined: as long as it says. */
	readonly maxLife: number | undefined;
	/** Seconds by which the clock of the signer may differ from ours. */
	readonly leeway: number;
}

/**
 * Turns tokens into callers. The rules are those of VideoSDK v2 (authentication): JWT, HS256 only, signed with the
 * secret of the key that `apikey` names.
 */
export class Authenticator {
	readonly #keys: KeySource;
	readonly #options: AuthenticatorOptions;

	constructor(keys: KeySource, options: AuthenticatorOptions) {
		this.#keys = keys;
		this.#options = options;
	}

	/**
	 * Who calls the REST API. Whether its roles and permissions will do is for the policy to say.
	 *
	 * @param authorization the header: the token, raw or after `Bearer`
	 * @throws RoomcastError of the section "Who is asking" of the error table, its details naming the rule that failed
	 */
	async forRest(authorization: string | undefined, options?: VerifyOptions): Promise<Caller> {
		if (authorization === undefined || authorization === '')
			throw new RoomcastError('INVALID_TOKEN', 'the `Authorization` header is missing');
		return this.#verify(authorization, options, (claims) => {
			if (claims.version !== 2)
				throw new RoomcastError(
					'INVALID_TOKEN',
					`\`version\` must be 2 for the REST API (it is ${claims.version ?? 'missing'})`,
				);
		});
	}

	/**
	 * Who joins. Whether room and participant are the ones of the token is for the caller of this to check; and when the
	 * token has ended, which `expired` says, whether it is somebody who was in.
	 *
	 * @throws RoomcastError of the section "Who is asking" of the error table, its details naming the rule that failed
	 */
	async forJoin(token: string, options?: VerifyOptions): Promise<Caller> {
		return this.#verify(token, { ...options, endedToo: true }, (claims) => authorize('call.join', claims));
	}

	/**
	 * Who publishes as an encoder. A token for joining and one for REST are both good: the official server SDK hands out
	 * the second. What it must permit is for the caller of this to check; and when the token has ended, which `expired`
	 * says, whether it is the one that something was published with.
	 *
	 * @param authorization the header: the token, raw or after `Bearer`
	 * @throws RoomcastError of the section "Who is asking" of the error table, its details naming the rule that failed
	 */
	async forPublish(authorization: string | undefined, options?: VerifyOptions): Promise<Caller> {
		if (authorization === undefined || authorization === '')
			throw new RoomcastError('INVALID_TOKEN', 'the `Authorization` header is missing');
		return this.#verify(authorization, { ...options, endedToo: true }, () => {});
	}

	/** @param checkUse what its use asks of the claims; throws RoomcastError */
	async #verify(
		text: string,
		options: (VerifyOptions & { readonly endedToo?: boolean }) | undefined,
		checkUse: (claims: CheckedClaims) => void,
	): Promise<Caller> {
		let facts: SecurityFacts = {};
		try {
			const token = text.replace(/^Bearer\s+/i, '').trim();
			const unverified = decode(token);
			const { roomId, participantId } = unverified;
			facts = { claimedKeyId: unverified.apikey, roomId, participantId };
			const unknown = options?.knownKeysOnly === true && !this.#keys.isKnown(unverified.apikey);
			const key = unknown ? undefined : await this.#keys.find(unverified.apikey);
			if (key === undefined) throw new RoomcastError('INVALID_API_KEY', '`apikey` is not a key of this server');
			const { payload, expired } = await verifySignature(token, key.secret, this.#options.leeway);
			if (expired !== undefined && options?.endedToo !== true) throw expired;
			const claims = checkShape(payload);
			facts = { keyId: key.id, roomId, participantId };
			// Only who holds the secret learns that the key was revoked.
			if (key.revokedAt !== undefined) throw new RoomcastError('APIKEY_DEACTIVATED', 'the key of `apikey` was revoked');
			if (key.development && !this.#options.developmentMode)
				throw new RoomcastError('APIKEY_DEACTIVATED', 'the development key is off while ROOMCAST_API_KEY is set');
			if (this.#options.maxLife !== undefined) checkLife(claims, this.#options.maxLife, epochSeconds());
			const checked = checkClaims(claims);
			checkUse(checked);
			return caller(key, checked, hashOf(token), expired?.details);
		} catch (error) {
			throw noteFacts(error, facts);
		}
	}
}

/** What a token says, before anybody knows whether it is true. */
function decode(token: string): TokenClaims {
	if (token.length > LONGEST_TOKEN)
		throw new RoomcastError('INVALID_TOKEN', `it is longer than ${LONGEST_TOKEN} characters`);
	let header: unknown;
	let payload: unknown;
	try {
		header = decodeProtectedHeader(token);
		payload = decodeJwt(token);
	} catch {
		throw new RoomcastError('INVALID_TOKEN', MALFORMED);
	}
	checkHeader(header as Readonly<Record<string, unknown>>);
	return checkShape(payload);
}

/** @returns what it says, and the refusal when all that is wrong is that it has ended */
async function verifySignature(
	token: string,
	secret: string,
	leeway: number,
): Promise<{ readonly payload: unknown; readonly expired?: RoomcastError }> {
	const options = { algorithms: ['HS256'], clockTolerance: leeway };
	try {
		return await jwtVerify(token, new TextEncoder().encode(secret), options);
	} catch (error) {
		const refusal = new RoomcastError('INVALID_TOKEN', reason(error), { cause: error });
		// The end is what is looked at last: signature and beginning are good by then.
		if (error instanceof errors.JWTExpired) return { payload: error.payload, expired: refusal };
		throw refusal;
	}
}

function reason(error: unknown): string {
	if (error instanceof errors.JWSSignatureVerificationFailed)
		return 'the signature does not fit; sign with the secret of the key that `apikey` names';
	if (error instanceof errors.JWTExpired) return `it has expired (\`exp\` was ${moment(error.payload.exp)})`;
	if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'nbf')
		return `it is not valid yet (\`nbf\` is ${moment(error.payload.nbf)})`;
	if (error instanceof errors.JWSInvalid || error instanceof errors.JWTInvalid) return MALFORMED;
	return error instanceof Error ? error.message : 'it cannot be verified';
}

/**
 * Tells one verified token from another. The signature is no part of it: base64url can write the same bytes in several
 * ways (RFC 4648, section 3.5), so that its holder could make it look like another.
 */
function hashOf(token: string): string {
	return secretHash(token.slice(0, token.lastIndexOf('.')));
}

function caller(key: Key, claims: CheckedClaims, tokenHash: string, expired: string | undefined): Caller {
	return {
		keyId: key.id,
		keyName: key.name,
		userId: key.userId,
		permissions: claims.permissions,
		roles: claims.roles,
		...(claims.roomId === undefined ? {} : { roomId: claims.roomId }),
		...(claims.participantId === undefined ? {} : { participantId: claims.participantId }),
		tokenHash,
		...(expired === undefined ? {} : { expired }),
		development: key.development,
	};
}
