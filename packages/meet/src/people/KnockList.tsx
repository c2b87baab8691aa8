import { useCall } from '../meeting/CallContext.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { SmallButton } from '../ui/Button.tsx';
import { useAnswer, useKnocks } from './knocks.ts';

/** Everybody who waits to be let in, each with an answer. Nothing while nobody waits. */
export function KnockList() {
	const knocks = useKnocks(useCall().meeting);
	const answer = useAnswer();
	if (knocks.length === 0) return null;
	return (
		<section aria-label="Waiting to join" data-testid="knock-list" className="mb-4 border-b border-line px-4 pt-1 pb-4">
			<div className="flex h-9 items-center justify-between gap-3">
				<h3 className="text-xs font-semibold text-soft">Waiting to join ({knocks.length})</h3>
				{knocks.length > 1 && (
					<SmallButton onClick={() => answer(knocks, 'allow')} data-testid="allow-all">
						Let all in
					</SmallButton>
				)}
			</div>
			<ul className="mt-1 grid gap-2">
				{knocks.map((knock) => (
					<li key={knock.participantId} className="flex items-center gap-3" data-participant-id={knock.participantId}>
						<Avatar id={knock.participantId} name={knock.name} className="size-9 shrink-0 text-sm" />
						<span className="min-w-0 grow truncate text-sm font-medium">{knock.name}</span>
						<SmallButton onClick={() => answer([knock], 'deny')} aria-label={`Deny ${knock.name}`} data-testid="deny">
							Deny
						</SmallButton>
						<SmallButton
							look="primary"
							onClick={() => answer([knock], 'allow')}
							aria-label={`Let ${knock.name} in`}
							data-testid="allow"
						>
							Let in
						</SmallButton>
					</li>
				))}
			</ul>
		</section>
	);
}
