/**
 * Who asks, as plain data: what a verified token says. A participant of a call is one too, by the permissions that its
 * token had when it joined.
 */
export interface PolicyCaller {
	readonly permissions: readonly string[];
	/** Empty or absent: valid for everything. */
	readonly roles?: readonly string[] | undefined;
	/** The only room that the token is valid for, by its `roomId` or its `customRoomId`. */
	readonly roomId?: string | undefined;
	/** The only participant that the token is valid for. */
	readonly participantId?: string | undefined;
}

/** What an action is about, as far as a token can be confined to it. */
export interface PolicyTarget {
	readonly roomId: string;
	readonly customRoomId?: string | null | undefined;
	/** Of joining and publishing: as whom. */
	readonly participantId?: string | undefined;
}

/** Why somebody may not: a row of the error table, and what is wrong and what to use instead. */
export interface PolicyRefusal {
	readonly error:
		| 'INVALID_PERMISSIONS'
		| 'UNAUTHORIZED_ROLE'
		| 'UNAUTHORIZED_MEETING_ID'
		| 'UNAUTHORIZED_PARTCIPANT_ID';
	readonly reason: string;
}
