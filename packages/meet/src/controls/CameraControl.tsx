import { Camera, CameraOff } from 'lucide-react';
import { useCall } from '../call/CallContext.ts';
import { useParticipant } from '../tiles/useParticipant.ts';
import { ControlButton } from './ControlButton.tsx';
import { MenuChoice } from './ControlMenu.tsx';
import { SplitControl } from './SplitControl.tsx';
import type { Actions } from './useActions.ts';
import { useChosenDevices } from './useChosenDevices.ts';

/** Camera on and off, and which one. */
export function CameraControl({ actions }: { actions: Actions }) {
	const { meeting } = useCall();
	const { webcamOn } = useParticipant(meeting.localParticipant);
	const { list, cameraId } = useChosenDevices();
	return (
		<SplitControl
			menuLabel="Choose camera"
			menu={
				<MenuChoice
					heading="Camera"
					choices={list.cameras}
					value={cameraId}
					onChoose={(id) => actions.chooseDevice('camera', id)}
				/>
			}
			button={
				<ControlButton
					label="Camera"
					hint={webcamOn ? 'Turn camera off' : 'Turn camera on'}
					shortcut="V"
					look={webcamOn ? 'plain' : 'off'}
					icon={webcamOn ? <Camera /> : <CameraOff />}
					aria-pressed={webcamOn}
					onClick={actions.toggleCamera}
					data-testid="camera-button"
				/>
			}
		/>
	);
}
