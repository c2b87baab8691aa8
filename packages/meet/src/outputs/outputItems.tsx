import { Circle, CircleStop, LoaderCircle, Radio } from 'lucide-react';
import { useCall } from '../meeting/CallContext.ts';
import { Key } from '../ui/ControlButton.tsx';
import { MenuAction } from '../ui/ControlMenu.tsx';
import { isOn, useLive, useRecording } from './useOutputs.ts';

/** Starts and stops the recording, in a menu. Both ask first. */
export function RecordItem() {
	const { meeting, view } = useCall();
	const { state } = useRecording(meeting);
	switch (state) {
		case 'RECORDING_STOPPED':
			return (
				<MenuAction
					icon={<Circle className="fill-danger text-danger" />}
					label="Record the call"
					hint={<Key>R</Key>}
					onClick={() => view.askAboutRecording('start')}
					testId="record-item"
				/>
			);
		case 'RECORDING_STARTED':
			return (
				<MenuAction
					icon={<CircleStop className="text-danger-ink" />}
					label="Stop recording"
					hint={<Key>R</Key>}
					onClick={() => view.askAboutRecording('stop')}
					testId="stop-record-item"
				/>
			);
		default:
			return (
				<MenuAction
					icon={<LoaderCircle className="animate-spin" />}
					label={state === 'RECORDING_STARTING' ? 'Recording starts…' : 'Recording ends…'}
					disabled
					testId="record-item"
				/>
			);
	}
}

/** Opens what there is to stream, in a menu. */
export function LiveItem() {
	const { meeting, view } = useCall();
	const { hls, livestream } = useLive(meeting);
	const on = isOn(hls) || isOn(livestream);
	return (
		<MenuAction
			icon={<Radio className={on ? 'text-danger-ink' : ''} />}
			label={on ? 'Live stream…' : 'Go live…'}
			hint={<Key>L</Key>}
			onClick={() => view.showLive(true)}
			testId="live-item"
		/>
	);
}
