import { MonitorUp, MonitorX } from 'lucide-react';
import { useCall } from '../call/CallContext.ts';
import { useParticipant } from '../tiles/useParticipant.ts';
import { ControlButton } from './ControlButton.tsx';
import type { Actions } from './useActions.ts';

/** Whether this browser can share a screen: those of phones cannot. */
export const canShareScreen = 'getDisplayMedia' in (navigator.mediaDevices ?? {});

/** Screen sharing on and off. */
export function ShareControl({ actions }: { actions: Actions }) {
	const { meeting } = useCall();
	const { screenShareOn } = useParticipant(meeting.localParticipant);
	return (
		<ControlButton
			label="Share screen"
			hint={screenShareOn ? 'Stop sharing' : 'Share screen'}
			shortcut="S"
			look={screenShareOn ? 'live' : 'plain'}
			icon={screenShareOn ? <MonitorX /> : <MonitorUp />}
			aria-pressed={screenShareOn}
			onClick={actions.toggleShare}
			data-testid="share-button"
		/>
	);
}
