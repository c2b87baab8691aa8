import { UserPlus } from 'lucide-react';
import { useCall } from '../meeting/CallContext.ts';
import { Button } from '../ui/Button.tsx';
import { guestChoices } from './invitationChoices.ts';

/** Opens what makes a link for others; for those who may. */
export function InviteControl() {
	const { view } = useCall();
	if (!useMayInvite()) return null;
	return (
		<button
			type="button"
			onClick={() => view.showInvite(true)}
			data-testid="invite-button"
			className="inline-flex h-12 items-center gap-2.5 rounded-2xl bg-raised px-4.5 text-sm font-semibold transition-colors hover:bg-pressed"
		>
			<UserPlus className="size-5" aria-hidden="true" />
			Invite
		</button>
	);
}

/** What to do in a call with nobody else in it. */
export function Alone() {
	const { view } = useCall();
	const mayInvite = useMayInvite();
	return (
		<div
			data-testid="alone"
			className="floating arriving absolute inset-x-3 bottom-26 z-10 mx-auto flex max-w-md flex-wrap items-center gap-x-6 gap-y-3 py-3.5 pr-3.5 pl-5 sm:bottom-6"
		>
			<p className="min-w-40 grow text-sm">
				<strong className="block text-[0.9375rem] font-semibold">You are the first one here</strong>
				<span className="text-soft">{mayInvite ? 'Send the others a link.' : 'The others have their own links.'}</span>
			</p>
			{mayInvite && (
				<Button look="primary" onClick={() => view.showInvite(true)} data-testid="alone-invite">
					<UserPlus className="size-4.5" aria-hidden="true" />
					Invite
				</Button>
			)}
		</div>
	);
}

/** Whether this person can make links for others. */
export function useMayInvite(): boolean {
	return guestChoices(useCall().meeting.permissions).length > 0;
}
