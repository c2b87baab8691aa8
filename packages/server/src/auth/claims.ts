import {
	PERMISSIONS,
	type Permission,
	permissionConflict,
	ROLES,
	type Role,
	RoomcastError,
	TokenClaims,
} from '@roomcast/contract';
import { explain } from '@roomcast/contract/validate';
import { Check } from 'typebox/value';

/** The claims of a token, their rules checked that do not depend on where the token is used. */
export interface CheckedClaims {
	readonly permissions: readonly Permission[];
	readonly roles: readonly Role[];
	readonly version: number | undefined;
	readonly roomId: string | undefined;
	readonly participantId: string | undefined;
}

/** @throws RoomcastError INVALID_TOKEN when the payload has not the shape of the claims */
export function checkShape(payload: unknown): TokenClaims {
	if (Check(TokenClaims, payload)) {
		// Looked up in the database, which on PostgreSQL has no such texts.
		for (const claim of ['apikey', 'roomId'] as const)
			if (payload[claim]?.includes('\0'))
				throw new RoomcastError('INVALID_TOKEN', `\`${claim}\` contains the character U+0000`);
		return payload;
	}
	throw new RoomcastError('INVALID_TOKEN', explain(TokenClaims, payload, 'claims'));
}

/**
 * The rules between claims (VideoSDK v2, authentication).
 *
 * @throws RoomcastError INVALID_PERMISSIONS or INVALID_TOKEN naming the rule
 */
export function checkClaims(claims: TokenClaims): CheckedClaims {
	const { roomId, participantId, version } = claims;
	for (const claim of ['roomId', 'participantId', 'roles'] as const)
		if (claims[claim] !== undefined && version !== 2)
			throw new RoomcastError(
				'INVALID_TOKEN',
				`\`version\` must be 2 when \`${claim}\` is present (it is ${version ?? 'missing'})`,
			);
	return {
		permissions: checkPermissions(claims.permissions),
		roles: checkRoles(claims.roles ?? []),
		version,
		roomId,
		participantId,
	};
}

function checkPermissions(values: readonly string[]): Permission[] {
	const permissions = values.map((value) => {
		const permission = PERMISSIONS.find((known) => known === value);
		if (permission === undefined)
			throw new RoomcastError(
				'INVALID_PERMISSIONS',
				`\`permissions\` contains ${JSON.stringify(value)}; it can contain ${PERMISSIONS.join(', ')}`,
			);
		return permission;
	});
	const conflict = permissionConflict(permissions);
	if (conflict !== undefined) throw new RoomcastError('INVALID_PERMISSIONS', conflict);
	return permissions;
}

function checkRoles(values: readonly string[]): Role[] {
	return values.map((value) => {
		const role = ROLES.find((known) => known === value);
		if (role === undefined)
			throw new RoomcastError(
				'INVALID_TOKEN',
				`\`roles\` contains ${JSON.stringify(value)}; it can contain ${ROLES.join(', ')}`,
			);
		return role;
	});
}
