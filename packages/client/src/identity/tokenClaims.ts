/** What the SDK reads of a token. Nothing of it is believed: the server checks the token, the SDK only looks ahead. */
export interface TokenClaims {
	readonly participantId: string | undefined;
	readonly permissions: readonly string[];
	/** When it ends, in seconds since the epoch; undefined when it does not say. */
	readonly exp: number | undefined;
}

/** Reads the claims of a token (RFC 7519) without verifying it. Whether it is one at all is for the server to say. */
export function tokenClaims(token: string): TokenClaims {
	const { participantId, permissions, exp } = payloadOf(token);
	return {
		participantId: typeof participantId === 'string' && participantId !== '' ? participantId : undefined,
		permissions: Array.isArray(permissions) ? permissions.filter((one) => typeof one === 'string') : [],
		exp: typeof exp === 'number' && Number.isFinite(exp) ? exp : undefined,
	};
}

function payloadOf(token: string): Record<string, unknown> {
	try {
		const payload = token.split('.')[1] ?? '';
		const claims: unknown = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')));
		return typeof claims === 'object' && claims !== null ? (claims as Record<string, unknown>) : {};
	} catch {
		return {};
	}
}
