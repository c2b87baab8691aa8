/**
 * What somebody comes with, in addition to the id they ask for: an id can be chosen by anybody, these cannot. Secrets
 * are SHA-256, base64url.
 */
export interface Credentials {
	/** Of the token. */
	readonly tokenHash: string;
	/** Whether the token names the participant: nobody else can come under that id with it. */
	readonly named: boolean;
	/** Whether the token only asks to be let in. People share such tokens: it says nothing of who has it. */
	readonly mustAsk: boolean;
	/** Of the ticket that `ask-entry` was answered with, where one is shown. */
	readonly ticketHash: string | undefined;
	/** Of the resume token of the seat that is to be taken over, where one is shown. */
	readonly resumeHash: string | undefined;
	/** Why the token is not good any more: it proves nothing on its own then. Undefined while it is. */
	readonly expired?: string | undefined;
}

/** What proves that a request to be let in is somebody's own. */
export interface EntryProof {
	/** Of the ticket; null: none was given. */
	readonly ticketHash: string | null;
	/** Whether the token named the participant, which is proof enough while it is good. */
	readonly named: boolean;
}

/** Whether somebody is the one who asked. */
export function proves(comer: Credentials, { ticketHash, named }: EntryProof): boolean {
	if (ticketHash !== null && comer.ticketHash === ticketHash) return true;
	return named && comer.named && comer.expired === undefined;
}

/**
 * Whether somebody may take over a seat that is taken: with its resume token, with a token that names the participant,
 * or with the very token that the seat was taken with. Tokens that only ask are shared: those need the ticket instead.
 */
export function mayTakeOver(
	comer: Credentials,
	seat: { readonly resumeHash: string; readonly credentials: Credentials },
): boolean {
	if (comer.resumeHash === seat.resumeHash || comer.named) return true;
	const { tokenHash, ticketHash } = seat.credentials;
	return comer.mustAsk
		? comer.ticketHash !== undefined && comer.ticketHash === ticketHash
		: comer.tokenHash === tokenHash;
}
