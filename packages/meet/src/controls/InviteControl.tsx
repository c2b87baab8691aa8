import { UserPlus } from 'lucide-react';
import { useCopyLink } from './useCopyLink.ts';

/** Copies the link for the others. */
export function InviteControl() {
	const copyLink = useCopyLink();
	return (
		<button
			type="button"
			onClick={() => void copyLink()}
			data-testid="invite-button"
			className="inline-flex h-12 items-center gap-2.5 rounded-2xl bg-raised px-4.5 text-sm font-semibold transition-colors hover:bg-pressed"
		>
			<UserPlus className="size-5" aria-hidden="true" />
			Invite
		</button>
	);
}
