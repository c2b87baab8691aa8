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
