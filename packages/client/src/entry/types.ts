/** The answer to somebody who asks to be let in. */
export type EntryDecision = 'allowed' | 'denied';

/** Somebody who waits to be let in, with the two answers. */
export interface EntryRequested {
	readonly participantId: string;
	readonly name: string;
	/** Lets them in. @throws MeetingError 4059 when somebody was quicker or they are gone */
	allow(): Promise<void>;
	/** Does not let them in. @throws MeetingError 4059 when somebody was quicker or they are gone */
	deny(): Promise<void>;
}

/** What guests who come by an invitation may do: ask to be let in, join to watch, or join. */
export type InvitedAs = 'ask_join' | 'allow_view' | 'allow_join';

/** What an invitation shall allow, and for how many seconds guests can come in with it. */
export interface InvitationOptions {
	/** `ask_join` when absent; the others need `allow_mod`. */
	permission?: InvitedAs;
	/** 60 to 604,800 (a week); a day when absent. */
	expiresIn?: number;
}

/** A link for guests. Everybody who has it may use it. */
export interface Invitation {
	/** For a page of your own. */
	token: string;
	/** The meeting page of the server with that token. */
	url: string;
	permission: InvitedAs;
	/** Sooner than asked for where the server lets no token be good for as long. */
	expiresAt: Date;
}
