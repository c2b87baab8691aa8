import type { InvitationInfo } from '../contract/types.ts';

/** Somebody who waits to be let in, with the two answers. */
export interface EntryRequested {
	readonly participantId: string;
	readonly name: string;
	/** Lets them in. @throws MeetingError 4059 when somebody was quicker or they are gone */
	allow(): Promise<void>;
	/** Does not let them in. @throws MeetingError 4059 when somebody was quicker or they are gone */
	deny(): Promise<void>;
}

/** A link for guests. Everybody who has it may use it. */
export interface Invitation extends Omit<InvitationInfo, 'expiresAt'> {
	/** Sooner than asked for where the server lets no token be good for as long. */
	expiresAt: Date;
}
