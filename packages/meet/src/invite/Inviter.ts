import type { InvitedAs, Meeting } from '@roomcast/client';
import { Store } from '../base/Store.ts';
import { epochMs } from '../time/clock.ts';

/** The choices of the dialog, and the link that they lead to. */
export interface InviterState {
	readonly permission: InvitedAs;
	/** Seconds for which the link shall let people in. */
	readonly expiresIn: number;
	/** Undefined while it is made, and when that failed. */
	readonly invitation: { readonly link: string; readonly expiresAt: Date } | undefined;
	/** Why there is no link. */
	readonly problem: string | undefined;
}

interface Place {
	readonly roomId: string;
	/** Where the server is, with a slash at its end. */
	readonly server: string;
}

/** ms before its end at which a link that was made is not handed out again. */
const NEARLY_OVER = 60_000;

/** Has links for guests made. Going back and forth between two choices makes no more than two. */
export class Inviter extends Store<InviterState> {
	readonly #meeting: Pick<Meeting, 'createInvitation'>;
	readonly #place: Place;
	readonly #made = new Map<string, NonNullable<InviterState['invitation']>>();

	constructor(meeting: Pick<Meeting, 'createInvitation'>, place: Place) {
		super({ permission: 'ask_join', expiresIn: 86_400, invitation: undefined, problem: undefined });
		this.#meeting = meeting;
		this.#place = place;
	}

	/** Chooses, and has the link for it made. What is not named stays. Never rejects: what went wrong is in the state. */
	async choose(wanted: Partial<Pick<InviterState, 'permission' | 'expiresIn'>> = {}): Promise<void> {
		const { permission, expiresIn } = { ...this.state, ...wanted };
		const choice = `${permission} ${expiresIn}`;
		const made = this.#made.get(choice);
		const invitation = made !== undefined && isGoodFor(made.expiresAt, NEARLY_OVER) ? made : undefined;
		this.set({ permission, expiresIn, invitation, problem: undefined });
		if (invitation !== undefined) return;
		const isChosen = () => this.state.permission === permission && this.state.expiresIn === expiresIn;
		try {
			const { token, expiresAt } = await this.#meeting.createInvitation({ permission, expiresIn });
			const { server, roomId } = this.#place;
			const fresh = { link: inviteLink(server, roomId, token), expiresAt };
			this.#made.set(choice, fresh);
			if (isChosen()) this.set({ ...this.state, invitation: fresh });
		} catch (error) {
			const problem = error instanceof Error ? error.message : 'The link could not be created';
			if (isChosen()) this.set({ ...this.state, problem });
		}
	}
}

function isGoodFor(expiresAt: Date, ms: number): boolean {
	return expiresAt.getTime() - epochMs() > ms;
}

/**
 * The link to give to others: the room and a token for guests, and nothing of this page's own address. What a parameter
 * would show, hide or skip is not up to the person who invites.
 *
 * @param server where the server is, with a slash at its end
 */
export function inviteLink(server: string, roomId: string, token: string): string {
	const link = new URL(`meet/${encodeURIComponent(roomId)}`, server);
	link.searchParams.set('token', token);
	return link.href;
}
