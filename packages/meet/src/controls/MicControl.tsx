import { Mic, MicOff } from 'lucide-react';
import { useCall } from '../call/CallContext.ts';
import { useStore } from '../hooks/useStore.ts';
import { useSession } from '../session/SessionContext.ts';
import { useParticipant } from '../tiles/useParticipant.ts';
import { ControlButton } from './ControlButton.tsx';
import { MenuChoice, MenuLine } from './ControlMenu.tsx';
import { SplitControl } from './SplitControl.tsx';
import type { Actions } from './useActions.ts';
import { useChosenDevices } from './useChosenDevices.ts';

/** Microphone on and off, which one, and where the others are heard. */
export function MicControl({ actions }: { actions: Actions }) {
	const { meeting } = useCall();
	const { speaker } = useSession();
	const { micOn } = useParticipant(meeting.localParticipant);
	const { list, microphoneId } = useChosenDevices();
	const speakerId = useStore(speaker) ?? list.speakers[0]?.id;
	return (
		<SplitControl
			menuLabel="Choose microphone and speaker"
			menu={
				<>
					<MenuChoice
						heading="Microphone"
						choices={list.microphones}
						value={microphoneId}
						onChoose={(id) => actions.chooseDevice('microphone', id)}
					/>
					{list.speakers.length > 0 && <MenuLine />}
					<MenuChoice
						heading="Speaker"
						choices={list.speakers}
						value={speakerId}
						onChoose={(id) => speaker.choose(id)}
					/>
				</>
			}
			button={
				<ControlButton
					label="Microphone"
					hint={micOn ? 'Mute' : 'Unmute'}
					shortcut="M"
					look={micOn ? 'plain' : 'off'}
					icon={micOn ? <Mic /> : <MicOff />}
					aria-pressed={micOn}
					onClick={actions.toggleMic}
					data-testid="mic-button"
				/>
			}
		/>
	);
}
