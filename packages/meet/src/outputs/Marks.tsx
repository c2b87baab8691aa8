import { LoaderCircle } from 'lucide-react';
import { useCall } from '../meeting/CallContext.ts';
import { useElapsed } from '../time/elapsed.ts';
import { useMayRecord, useMayStream } from './mayOutput.ts';
import { isOn, useLive, useRecording } from './useOutputs.ts';

/** Shows everybody that the call is recorded and for how long. Who may record ends it here. */
function RecordingMark() {
	const { meeting, view } = useCall();
	const { state, since } = useRecording(meeting);
	const time = useElapsed(since);
	const mayRecord = useMayRecord();
	if (state === 'RECORDING_STOPPED') return null;
	return (
		<div
			data-testid="rec-mark"
			data-state={state}
			className="arriving flex h-9 items-center gap-2.5 rounded-full border border-line bg-surface px-3.5 text-sm font-semibold"
		>
			{state === 'RECORDING_STARTED' ? (
				<>
					<span className="size-2.5 animate-pulse rounded-full bg-danger" aria-hidden="true" />
					<span className="sr-only">This call is being recorded</span>
					<span className="text-danger-ink" aria-hidden="true">
						REC
					</span>
					{time !== undefined && (
						<span role="timer" aria-label="Recorded time" className="tabular-nums" data-testid="rec-time">
							{time}
						</span>
					)}
					{mayRecord && (
						<button
							type="button"
							aria-label="Stop recording"
							onClick={() => view.askAboutRecording('stop')}
							data-testid="rec-stop"
							className="-mr-2.5 h-7 rounded-full bg-raised px-3 text-[0.8125rem] font-semibold transition-colors hover:bg-pressed"
						>
							Stop
						</button>
					)}
				</>
			) : (
				<>
					<LoaderCircle className="size-4 animate-spin text-soft" aria-hidden="true" />
					{state === 'RECORDING_STARTING' ? 'Recording starts…' : 'Recording ends…'}
				</>
			)}
		</div>
	);
}

/** Shows everybody that people outside see the call, and for how long. Who may stream manages it here. */
function LiveMark() {
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

/** What leaves the room, in a row of its own so that it covers nothing of anybody. */
export function Marks() {
	const { meeting } = useCall();
	const { state } = useRecording(meeting);
	const { hls, livestream } = useLive(meeting);
	if (state === 'RECORDING_STOPPED' && !isOn(hls) && !isOn(livestream)) return null;
	return (
		<section aria-label="Recording and live stream" className="flex flex-wrap gap-2 px-2 pt-2 sm:px-4 sm:pt-3">
			<RecordingMark />
			<LiveMark />
		</section>
	);
}
