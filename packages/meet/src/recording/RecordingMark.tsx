import { LoaderCircle } from 'lucide-react';
import { useCall } from '../call/CallContext.ts';
import { useElapsed } from './useElapsed.ts';
import { useMayRecord } from './useMayRecord.ts';
import { useRecording } from './useRecording.ts';

/**
 * Shows everybody that the call is recorded and for how long. Who may record ends it here.
 */
export function RecordingMark() {
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
