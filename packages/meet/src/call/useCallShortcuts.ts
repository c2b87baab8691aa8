import type { Meeting } from '@roomcast/client';
import { useMemo } from 'react';
import { canShareScreen } from '../controls/ShareControl.tsx';
import { toggleFullscreen } from '../controls/toggleFullscreen.ts';
import type { Actions } from '../controls/useActions.ts';
import { useShortcuts } from '../controls/useShortcuts.ts';
import { useMayStream } from '../live/useMayStream.ts';
import { useParameters } from '../parameters/ParametersContext.ts';
import { useMayRecord } from '../recording/useMayRecord.ts';
import { useCall } from './CallContext.ts';
import type { CallView } from './CallView.ts';
import { useSends } from './useSends.ts';

/** The keys of the call: those of what this person is offered. */
export function useCallShortcuts(actions: Actions): void {
	const { meeting, view, chat } = useCall();
	const parameters = useParameters();
	const sends = useSends(meeting);
	const mayRecord = useMayRecord();
	const { hls, livestream } = useMayStream();
	const mayStream = hls || livestream;
	useShortcuts(
		useMemo(
			() => ({
				m: sends && parameters.participantCanToggleSelfMic ? actions.toggleMic : undefined,
				v: sends && parameters.participantCanToggleSelfWebcam ? actions.toggleCamera : undefined,
				s: sends && parameters.screenShareEnabled && canShareScreen ? actions.toggleShare : undefined,
				p: parameters.participantTabPanelEnabled ? () => view.togglePanel('people') : undefined,
				c: chat !== undefined ? () => view.togglePanel('chat') : undefined,
				r: mayRecord ? () => askAboutRecording(meeting, view) : undefined,
				l: mayStream ? () => view.showLive(true) : undefined,
				f: toggleFullscreen,
				'?': () => view.showHelp(true),
				// biome-ignore lint/correctness/noComponentHookFactories: It is the name of a key.
				Escape: () => view.back(),
			}),
			[actions, meeting, view, chat, parameters, sends, mayRecord, mayStream],
		),
	);
}

/** Asks for the one thing that can be done to the recording as it stands; nothing while it changes. */
function askAboutRecording({ recordingState }: Meeting, view: CallView): void {
	if (recordingState === 'RECORDING_STOPPED') view.askAboutRecording('start');
	if (recordingState === 'RECORDING_STARTED') view.askAboutRecording('stop');
}
