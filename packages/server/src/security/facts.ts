/** Who is behind a request, as far as it is known: what a security event says of it. Never a token or a secret. */
export interface SecurityFacts {
	/** IP address that it came from. */
	readonly address?: string | undefined;
	/** Key whose secret signed the token: verified. */
	readonly keyId?: string | undefined;
	/** Key that the token names; nobody knows whether that is true. */
	readonly claimedKeyId?: string | undefined;
	readonly roomId?: string | undefined;
	readonly participantId?: string | undefined;
	/** HTTP method. */
	readonly method?: string | undefined;
	/** HTTP path without its query, in which there may be tokens and signatures. */
	readonly path?: string | undefined;
	/** Request of the signalling protocol. */
	readonly request?: string | undefined;
	readonly requestId?: string | undefined;
	/** Name of the error that was answered. */
	readonly error?: string | undefined;
	/** What exactly was wrong. */
	readonly reason?: string | undefined;
	/** Close code of a WebSocket. */
	readonly closeCode?: number | undefined;
	/** What a token that was handed out allows. */
	readonly permission?: string | undefined;
	/** Seconds for which it is good. */
	readonly expiresIn?: number | undefined;
	/** Host that a URL leads to. */
	readonly target?: string | undefined;
}

const known = new WeakMap<object, SecurityFacts>();

/**
 * Note what is known of who is behind a request or an error, for the security log. The code that answers it need not
 * know tokens, and the code that verifies tokens need not know of the log. What was noted before stays, unless it is
 * noted again.
 *
 * @returns `about`, to be thrown
 */
export function noteFacts<T>(about: T, facts: SecurityFacts): T {
	if (typeof about === 'object' && about !== null) known.set(about, { ...known.get(about), ...facts });
	return about;
}

/** What was noted of a request or an error. */
export function factsOf(about: unknown): SecurityFacts {
	return (typeof about === 'object' && about !== null && known.get(about)) || {};
}
