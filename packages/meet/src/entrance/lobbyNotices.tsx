import { Radio, TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { RoomCaptures } from '../api/rest.ts';
import type { DeviceProblem } from '../devices/deviceProblem.ts';
import { useSession } from '../session/SessionContext.ts';

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

/** Says why a device is not there and what to do; joining stays possible. */
export function DeviceNotice({ problem, onRetry }: { problem: DeviceProblem; onRetry: () => void }) {
	return (
		<div
			role="alert"
			data-testid="device-notice"
			data-reason={problem.reason}
			className="mt-4 flex gap-3 rounded-xl border border-line bg-surface px-4 py-3 text-sm leading-relaxed"
		>
			<TriangleAlert className="mt-0.5 size-4.5 shrink-0 text-accent-ink" aria-hidden="true" />
			<p className="grow">
				<strong className="font-semibold">{problem.title}.</strong> <span className="text-soft">{problem.help}</span>
			</p>
			<button
				type="button"
				onClick={onRetry}
				className="h-8 shrink-0 self-center rounded-lg px-2.5 font-semibold text-accent-ink hover:bg-raised"
			>
				Try again
			</button>
		</div>
	);
}

/** ms between two looks while the join screen is open. */
const INTERVAL = 5000;

/** Whether the call behind the join screen is recorded or streamed, as it changes; undefined until that is known. */
function useRoomCaptures(): RoomCaptures | undefined {
	const session = useSession();
	const [captures, setCaptures] = useState<RoomCaptures>();
	useEffect(() => {
		let over = false;
		let timer: ReturnType<typeof setTimeout>;
		const look = async () => {
			// Nobody reads a page that is not shown.
			const found = document.hidden ? undefined : await session.captures();
			if (over) return;
			if (found !== undefined) setCaptures(found);
			timer = setTimeout(() => void look(), INTERVAL);
		};
		void look();
		return () => {
			over = true;
			clearTimeout(timer);
		};
	}, [session]);
	return captures;
}
