import { LoaderCircle } from 'lucide-react';
import { useCall } from '../call/CallContext.ts';
import { useElapsed } from '../recording/useElapsed.ts';
import { useLive } from './useLive.ts';
import { useMayStream } from './useMayStream.ts';

/** Shows everybody that people outside see the call, and for how long. Who may stream manages it here. */
export function LiveMark() {
	const { meeting, view } = useCall();
	const { hls, livestream, since } = useLive(meeting);
	const time = useElapsed(since);
	const may = useMayStream();
	const states = [hls, livestream].map((state) => state.replace(/^[A-Z]+_/, ''));
	if (states.every((state) => state === 'STOPPED')) return null;
	const live = states.some((state) => state === 'STARTED' || state === 'PLAYABLE');
	return (
		<div
			data-testid="live-mark"
			data-state={live ? 'LIVE' : states.find((state) => state !== 'STOPPED')}
			className="arriving flex h-9 items-center gap-2.5 rounded-full border border-line bg-surface px-3.5 text-sm font-semibold"
		>
			{live ? (
				<>
					<span className="sr-only">This call is live: people outside of it see and hear you</span>
					<span
						className="-ml-1.5 rounded-full bg-danger px-2 py-0.5 text-xs font-bold tracking-wide text-white"
						aria-hidden="true"
					>
						LIVE
					</span>
					{time !== undefined && (
						<span role="timer" aria-label="Time on air" className="tabular-nums" data-testid="live-time">
							{time}
						</span>
					)}
				</>
			) : (
				<>
					<LoaderCircle className="size-4 animate-spin text-soft" aria-hidden="true" />
					{states.includes('STARTING') ? 'Going live…' : 'Live ends…'}
				</>
			)}
			{(may.hls || may.livestream) && (
				<button
					type="button"
					aria-label="Manage the live stream"
					onClick={() => view.showLive(true)}
					data-testid="live-manage"
					className="-mr-2.5 h-7 rounded-full bg-raised px-3 text-[0.8125rem] font-semibold transition-colors hover:bg-pressed"
				>
					Manage
				</button>
			)}
		</div>
	);
}
