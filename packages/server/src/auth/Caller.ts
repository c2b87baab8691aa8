import type { Permission, Role } from '@roomcast/contract';

/** Who is asking and what they may do: a verified token. */
export interface Caller {
	/** The tenant: nothing of another key is visible. */
	readonly keyId: string;
	readonly keyName: string;
	/** 24 hexadecimal characters; the owner of what this caller makes. */
	readonly userId: string;
	readonly permissions: readonly Permission[];
	/** Empty: good for everything. */
	readonly roles: readonly Role[];
	/** The only room that this token is good for. */
	readonly roomId?: string;
	/** The only participant that this token is good for. */
	readonly participantId?: string;
	/** What tells this token from others: a digest, which says nothing of the token. */
	readonly tokenId: string;
	/** Signed with the development key. */
	readonly development: boolean;
}
