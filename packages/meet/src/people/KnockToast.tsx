import { useStore } from '../base/Store.ts';
import { useCall } from '../meeting/CallContext.ts';
import { useCovered } from '../meeting/SidePanel.tsx';
import { Avatar } from '../ui/Avatar.tsx';
import { SmallButton } from '../ui/Button.tsx';
import { useAnswer, useKnocks } from './knocks.ts';

/**
 * Somebody waits to be let in. Above the tiles, and above a panel that covers them but for its head, until the list of the
 * people is open or the last one is answered.
 */
export function KnockToast() {
	const { meeting, view } = useCall();
	const { panel } = useStore(view);
	const knocks = useKnocks(meeting);
	const answer = useAnswer();
	const covered = useCovered(panel !== undefined);
	const [first] = knocks;
	if (first === undefined || panel === 'people') return null;
	return (
		<section
			aria-label="Requests to join"
			className={`pointer-events-none absolute inset-x-3 z-50 flex justify-center ${covered ? 'top-16' : 'top-4 sm:top-6'}`}
		>
			<div
				data-testid="knock-toast"
				className="floating arriving pointer-events-auto flex max-w-full flex-wrap items-center justify-end gap-x-5 gap-y-2.5 py-2.5 pr-2.5 pl-3"
			>
				<span className="flex min-w-0 grow items-center gap-3">
					<Avatar id={first.participantId} name={first.name} className="size-9 shrink-0 text-sm" />
					<span className="min-w-0 text-sm leading-snug">
						<strong className="block truncate font-semibold">
							{knocks.length === 1 ? first.name : `${knocks.length} people`}
						</strong>
						<span className="text-soft">
							{knocks.length === 1 ? 'wants to join' : `${first.name} and others want to join`}
						</span>
					</span>
				</span>
				<span className="flex gap-2">
					{knocks.length === 1 ? (
						<SmallButton onClick={() => answer(knocks, 'deny')} data-testid="toast-deny">
							Deny
						</SmallButton>
					) : (
						<SmallButton onClick={() => view.togglePanel('people')} data-testid="toast-review">
							Review
						</SmallButton>
					)}
					<SmallButton look="primary" onClick={() => answer(knocks, 'allow')} data-testid="toast-allow">
						{knocks.length === 1 ? 'Let in' : 'Let all in'}
					</SmallButton>
				</span>
			</div>
		</section>
	);
}
