import type { InvitedAs } from '@roomcast/client';
import { may } from '@roomcast/contract/policy/decide';

/** A way in for guests, in words. */
export interface GuestChoice {
	readonly id: InvitedAs;
	readonly label: string;
	readonly text: string;
}

const GUESTS: readonly GuestChoice[] = [
	{ id: 'ask_join', label: 'Ask to be let in', text: 'Somebody in the call lets each person in.' },
	{ id: 'allow_join', label: 'Join at once', text: 'They can also let others in, and start recordings and streams.' },
	{ id: 'allow_view', label: 'Watch and listen', text: 'They join at once, without microphone and camera.' },
];

/** How long a link lets people in, in seconds. */
export const LIVES = [
	{ seconds: 3600, label: '1 hour' },
	{ seconds: 86_400, label: '1 day' },
	{ seconds: 604_800, label: '7 days' },
] as const;

/** What somebody may offer to guests, by the rules that the server asks; nothing: they cannot invite. */
export function guestChoices(permissions: readonly string[]): readonly GuestChoice[] {
	const caller = { permissions };
	if (!may('call.invite', caller)) return [];
	return GUESTS.filter(({ id }) => id === 'ask_join' || may('call.invite-freely', caller));
}
