import { Circle, CircleStop, LoaderCircle } from 'lucide-react';
import { useCall } from '../call/CallContext.ts';
import { MenuAction } from '../controls/ControlMenu.tsx';
import { Key } from '../ui/Key.tsx';
import { useRecording } from './useRecording.ts';

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
