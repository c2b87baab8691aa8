import { UserPlus } from 'lucide-react';
import { useCall } from '../call/CallContext.ts';
import { useMayInvite } from '../invite/useMayInvite.ts';

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
