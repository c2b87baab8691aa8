import type { StreamKind } from '@roomcast/contract';

/** A session as it is kept. Times are epoch ms. */
export interface StoredSession {
	/** 24 hexadecimal characters. */
	readonly id: string;
	/** The tenant. */
	readonly keyId: string;
	/** `id` of its room. */
	readonly room: string;
	/** `xxxx-xxxx-xxxx`. */
	readonly roomId: string;
	readonly customRoomId: string | null;
	readonly startAt: number;
	/** Null while it runs. */
	readonly endAt: number | null;
	readonly endReason: string | null;
}

/** A stretch of time, epoch ms; `end` is null while it lasts. */
export interface StoredSpan {
	readonly start: number;
	readonly end: number | null;
}

/** Somebody in a session, once however often they came and went. */
export interface StoredParticipant {
	/** 24 hexadecimal characters. */
	readonly id: string;
	readonly sessionId: string;
	readonly participantId: string;
	readonly name: string;
	readonly userAgent: string | null;
	readonly sdk: string | null;
	readonly mode: string;
	/** Why it left at last; null while it is in. */
	readonly leaveReason: { readonly code: number; readonly message: string } | null;
	/** Its stays, in order. */
	readonly timelog: readonly StoredSpan[];
}

/** What a participant did. */
export interface ParticipantDetails {
	/** When each stream was on, in order. */
	readonly streams: readonly (StoredSpan & { readonly kind: StreamKind })[];
	readonly modes: readonly { readonly id: string; readonly mode: string; readonly at: number }[];
}
