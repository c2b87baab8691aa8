import type { Meeting } from '@roomcast/client';
import { useMemo } from 'react';
import { useChat } from '../chat/ChatLog.ts';
import { canShareScreen } from '../controls/ControlBar.tsx';
import { toggleFullscreen } from '../controls/MoreControl.tsx';
import { useCall } from '../meeting/CallContext.ts';
import type { CallView } from '../meeting/CallView.ts';
import type { Actions } from '../meeting/useActions.ts';
import { useSends } from '../meeting/usePeople.ts';
import { useMayRecord, useMayStream } from '../outputs/mayOutput.ts';
import { useParameters } from '../parameters/useParameters.ts';
import { useShortcuts } from '../ui/useShortcuts.ts';

/** The keys of the call: those of what this person is offered. */
export function useCallShortcuts(actions: Actions): void {
	const { meeting, view } = useCall();
	const chat = useChat();
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
