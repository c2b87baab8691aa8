import { UsersRound } from 'lucide-react';
import { useCall } from '../call/CallContext.ts';
import { usePeople } from '../call/usePeople.ts';
import { useSession } from '../session/SessionContext.ts';
import { Brand } from '../theme/Brand.tsx';

/** Which call this is and how many are in it; only where the window has room for it. */
export function CallFacts() {
	const { meeting } = useCall();
	const { roomId } = useSession();
	const count = usePeople(meeting).length;
	return (
		<div className="hidden min-w-0 items-center gap-4 lg:flex">
			<Brand />
			<span className="h-5 w-px shrink-0 bg-line" aria-hidden="true" />
			<span className="truncate text-sm text-soft" data-testid="call-room-id">
				{roomId}
			</span>
			<span className="flex shrink-0 items-center gap-1.5 text-sm text-soft tabular-nums" data-testid="people-count">
				<UsersRound className="size-4" aria-hidden="true" />
				{count}
				<span className="sr-only">{count === 1 ? 'person' : 'people'} in the call</span>
			</span>
		</div>
	);
}
