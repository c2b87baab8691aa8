import { LiveMark } from '../live/LiveMark.tsx';
import { isOn, useLive } from '../live/useLive.ts';
import { RecordingMark } from '../recording/RecordingMark.tsx';
import { useRecording } from '../recording/useRecording.ts';
import { useCall } from './CallContext.ts';

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
