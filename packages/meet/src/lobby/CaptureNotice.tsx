import { Radio } from 'lucide-react';
import { useSession } from '../session/SessionContext.ts';
import { useRoomCaptures } from './useRoomCaptures.ts';

/** Says before somebody comes in that what they say and show will be kept, or be seen outside. */
export function CaptureNotice() {
	const session = useSession();
	const captures = useRoomCaptures();
	if (captures === undefined || !(captures.recorded || captures.live)) return null;
	const { recorded, live } = captures;
	const words =
		recorded && live
			? 'It is also live: people outside of it see and hear you.'
			: recorded
				? 'Your sound and picture will be part of it.'
				: 'People outside of it will see and hear you.';
	return (
		<div
			role="status"
			data-testid="capture-notice"
			className="arriving mt-2.5 flex items-center gap-2.5 rounded-xl border border-line bg-surface px-3 py-2 text-[0.8125rem] leading-snug sm:text-sm lg:mt-5 lg:gap-3 lg:px-4 lg:py-3"
		>
			{recorded ? (
				<span className="mx-1 size-2.5 shrink-0 animate-pulse rounded-full bg-danger" aria-hidden="true" />
			) : (
				<Radio className="size-4.5 shrink-0 text-danger-ink" aria-hidden="true" />
			)}
			<p>
				<strong className="font-semibold">{recorded ? 'This call is being recorded.' : 'This call is live.'}</strong>{' '}
				{/* Viewers are in no recording. */}
				{session.sends && <span className="text-soft">{words}</span>}
			</p>
		</div>
	);
}
