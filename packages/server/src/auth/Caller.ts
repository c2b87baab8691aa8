import type { Permission, Role } from '@roomcast/contract';

/** Who is asking and what they may do: a verified token. */
export interface Caller {
	/** The tenant: nothing of another key is visible. */
	readonly keyId: string;
	readonly keyName: string;
	/** 24 hexadecimal characters; the owner of what this caller makes. */
	readonly userId: string;
	readonly permissions: readonly Permission[];
	/** Empty: valid for everything. */
	readonly roles: readonly Role[];
	/** The only room that this token is valid for. */
	readonly roomId?: string;
	/** The only participant that this token is valid for. */
	readonly participantId?: string;
	/** SHA-256 of what was signed, base64url: tells one token from another without keeping it. */
	readonly tokenHash: string;
	/** Why the token is not good any more; `forRest` gives no such callers. */
	readonly expired?: string;
	/** Signed with the development key. */
	readonly development: boolean;
}
